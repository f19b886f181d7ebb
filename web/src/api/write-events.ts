import { StateEvents } from './state-events.ts';
import type { WriteState } from './wire.ts';

/** The job on sidecars; listened to while its panel is open. */
export const writeEvents = new StateEvents<WriteState>('write');
