/** Until then nobody has gone on by key or mouse; later it would surprise. */
const LONGEST_MILLIS = 3000;

/**
 * Gives an element the focus as soon as it is drawn, unless something else has it by then.
 * @returns ends the waiting
 */
export function focusWhenThere(selector: string): () => void {
  const end = performance.now() + LONGEST_MILLIS;
  let frame = 0;
  const look = (): void => {
    const element = document.querySelector<HTMLElement>(selector);
    if (element !== null) element.focus();
    else if (document.activeElement === document.body && performance.now() < end)
      frame = requestAnimationFrame(look);
  };
  look();
  return () => cancelAnimationFrame(frame);
}
