import { StateEvents } from './state-events.ts';
import type { VocabularyJob } from './wire.ts';

/** The change of the vocabulary; listened to while its view is open. */
export const vocabularyEvents = new StateEvents<VocabularyJob>('job', 'vocabulary/job');
