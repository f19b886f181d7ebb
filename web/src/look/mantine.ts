// Only what is used, in the order of the library.
import '@mantine/core/styles/baseline.css';
import '@mantine/core/styles/default-css-variables.css';
import '@mantine/core/styles/global.css';
import '@mantine/core/styles/ScrollArea.css';
import '@mantine/core/styles/UnstyledButton.css';
import '@mantine/core/styles/VisuallyHidden.css';
import '@mantine/core/styles/Paper.css';
import '@mantine/core/styles/CloseButton.css';
import '@mantine/core/styles/Overlay.css';
import '@mantine/core/styles/Loader.css';
import '@mantine/core/styles/Button.css';
import '@mantine/core/styles/Kbd.css';
import '@mantine/core/styles/Input.css';
import '@mantine/core/styles/InlineInput.css';
import '@mantine/core/styles/Switch.css';
import '@mantine/core/styles/ModalBase.css';
import '@mantine/core/styles/Modal.css';
import '@mantine/core/styles/Drawer.css';
import { Button, createTheme } from '@mantine/core';

const CLOSES_AT_ONCE = { duration: 150, exitDuration: 0 } as const;

export const theme = createTheme({
  primaryColor: 'teal',
  primaryShade: { light: 9, dark: 4 },
  autoContrast: true,
  defaultRadius: 'sm',
  fontFamily: 'system-ui, -apple-system, "Segoe UI", Roboto, sans-serif',
  fontSmoothing: false,
  cursorType: 'pointer',
  components: {
    Button: Button.extend({ defaultProps: { variant: 'filled', size: 'compact-md' } }),
    // A dialog that closes has gone at once: the next key is for what lies below it.
    Modal: { defaultProps: { transitionProps: { ...CLOSES_AT_ONCE, transition: 'fade-down' } } },
    Drawer: { defaultProps: { transitionProps: CLOSES_AT_ONCE } },
    // The page has one banner: the head of a dialog is none.
    ModalHeader: { defaultProps: { role: 'presentation' } },
    DrawerHeader: { defaultProps: { role: 'presentation' } },
  },
});
