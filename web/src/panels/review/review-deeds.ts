import type { Deed } from '../../deeds/deed.ts';
import { redo, undo } from '../../deeds/turn-back.ts';
import { answerOf, usualParts } from './alike/answer.ts';
import { rejectedVerdict, toggledVerdict } from './decisions.ts';
import type { ReviewContext } from './review-context.ts';
import { openTags } from './tag-state.ts';

type ReviewDeed = Deed<ReviewContext>;

const isThere = ({ cluster }: ReviewContext): boolean => cluster !== null;
const hasOpen = ({ cluster, selection }: ReviewContext): boolean =>
  selection.size > 0 || (cluster !== null && openTags(cluster).length > 0);
const isOne = ({ view }: ReviewContext): boolean => view === 'one';

export const next: ReviewDeed = {
  id: 'next',
  mayRepeat: true,
  group: 'go',
  label: ({ review }) => review.deeds.next,
  keys: ['j', 'ArrowDown'],
  isAllowed: ({ index, total }) => index < total,
  run: ({ go, index }) => go(index + 1),
};

export const previous: ReviewDeed = {
  id: 'previous',
  mayRepeat: true,
  group: 'go',
  label: ({ review }) => review.deeds.previous,
  keys: ['k', 'ArrowUp'],
  isAllowed: ({ index }) => index > 0,
  run: ({ go, index }) => go(index - 1),
};

export const skip: ReviewDeed = {
  id: 'skip',
  group: 'go',
  label: ({ review }) => review.deeds.skip,
  keys: ['s'],
  isAllowed: ({ index, total }) => index < total,
  run: ({ goToUndecided }) => goToUndecided(),
};

export const acceptNext: ReviewDeed = {
  id: 'accept-next',
  group: 'decide',
  label: ({ review }) => review.deeds.acceptNext,
  keys: ['Enter'],
  isAllowed: isThere,
  run: (context) => {
    if (hasOpen(context)) context.decideOpen('accept');
    context.goOn();
  },
};

export const acceptAll: ReviewDeed = {
  id: 'accept-all',
  group: 'decide',
  label: ({ review }) => review.deeds.acceptAll,
  keys: ['a'],
  isAllowed: hasOpen,
  run: ({ decideOpen }) => decideOpen('accept'),
};

export const rejectAll: ReviewDeed = {
  id: 'reject-all',
  group: 'decide',
  label: ({ review }) => review.deeds.rejectAll,
  keys: ['r'],
  isAllowed: hasOpen,
  run: ({ decideOpen }) => decideOpen('reject'),
};

/** The first ten tags have a digit each. */
export const DIGITS = ['1', '2', '3', '4', '5', '6', '7', '8', '9', '0'] as const;

/** @param place of the tag, from 0 */
export const toggleTag = (place: number): ReviewDeed => ({
  id: `toggle-tag-${place}`,
  group: 'decide',
  label: ({ review }) => review.deeds.toggleTag,
  keys: DIGITS[place] === undefined ? [] : [DIGITS[place]],
  keysInHelp: '1 … 0',
  isInHelp: place === 0,
  isAllowed: ({ tags }) => tags[place] !== undefined,
  run: ({ shown, tags, decide, mark }) => {
    mark(place);
    decide(tags[place]!, toggledVerdict(tags[place]!, shown!));
  },
});

export const rejectTag = (place: number): ReviewDeed => ({
  id: `reject-tag-${place}`,
  group: 'decide',
  label: ({ review }) => review.deeds.rejectTag,
  keys: DIGITS[place] === undefined ? [] : [`Shift+${DIGITS[place]}`],
  keysInHelp: 'Shift+1 … 0',
  isInHelp: place === 0,
  isAllowed: ({ tags }) => tags[place] !== undefined,
  run: ({ shown, tags, decide, mark }) => {
    mark(place);
    decide(tags[place]!, rejectedVerdict(tags[place]!, shown!));
  },
});

export const nextTag: ReviewDeed = {
  id: 'next-tag',
  mayRepeat: true,
  group: 'decide',
  label: ({ review }) => review.deeds.nextTag,
  keys: ['ArrowRight'],
  isAllowed: ({ tags }) => tags.length > 0,
  run: ({ cursor, tags, mark }) => mark(cursor === null ? 0 : (cursor + 1) % tags.length),
};

export const previousTag: ReviewDeed = {
  id: 'previous-tag',
  mayRepeat: true,
  group: 'decide',
  label: ({ review }) => review.deeds.previousTag,
  keys: ['ArrowLeft'],
  isAllowed: ({ tags }) => tags.length > 0,
  run: ({ cursor, tags, mark }) =>
    mark(cursor === null ? tags.length - 1 : (cursor - 1 + tags.length) % tags.length),
};

const isMarked = ({ cursor, tags }: ReviewContext): boolean => cursor !== null && tags[cursor] !== undefined;

export const toggleMarked: ReviewDeed = {
  id: 'toggle-marked',
  group: 'decide',
  label: ({ review }) => review.deeds.toggleCursor,
  keys: ['Space'],
  isAllowed: isMarked,
  run: (context) => toggleTag(context.cursor!).run(context),
};

export const rejectMarked: ReviewDeed = {
  id: 'reject-marked',
  group: 'decide',
  label: ({ review }) => review.deeds.rejectCursor,
  keys: ['x', 'Delete'],
  isAllowed: isMarked,
  run: (context) => rejectTag(context.cursor!).run(context),
};

export const addTag: ReviewDeed = {
  id: 'add-tag',
  group: 'decide',
  label: ({ review }) => review.deeds.addTag,
  keys: ['t', '/'],
  isAllowed: isThere,
  run: (context) => context.addTag(),
};

/** A question has keys of its own: no other deed answers it. */
const answer = (verdict: 'accept' | 'reject', key: string): ReviewDeed => ({
  id: `answer-${verdict}`,
  group: 'decide',
  label: ({ review }) => review.question.answers[verdict],
  keys: [key],
  isAllowed: ({ question }) => question !== null,
  run: (context) => context.answer(verdict),
});
export const answerYes = answer('accept', 'y');
export const answerNo = answer('reject', 'n');

export const sameForAlike: ReviewDeed = {
  id: 'same-for-alike',
  group: 'decide',
  label: ({ review }) => review.deeds.sameForAlike,
  keys: ['e'],
  isAllowed: ({ cluster, selection }) =>
    cluster !== null && selection.size === 0 && usualParts(answerOf(cluster)).size > 0,
  run: ({ showAlike }) => showAlike('this'),
};

export const sameForAlikeLast: ReviewDeed = {
  id: 'same-for-alike-last',
  group: 'decide',
  label: ({ review }) => review.deeds.sameForAlikeLast,
  keys: ['Shift+E'],
  isAllowed: ({ alikeLast }) => alikeLast !== null,
  run: ({ showAlike }) => showAlike('last'),
};

export const zoom: ReviewDeed = {
  id: 'zoom',
  group: 'picture',
  label: ({ review }) => review.deeds.zoom,
  keys: ['z'],
  isAllowed: isThere,
  run: ({ toggleZoom }) => toggleZoom(),
};

const zoomStep = (id: 'zoomIn' | 'zoomOut', keys: readonly string[], factor: number): ReviewDeed => ({
  id,
  mayRepeat: true,
  group: 'picture',
  label: ({ review }) => review.deeds[id],
  keys,
  isAllowed: isThere,
  run: ({ zoomBy }) => zoomBy(factor),
});
export const zoomIn = zoomStep('zoomIn', ['+', '='], 1.4);
export const zoomOut = zoomStep('zoomOut', ['-'], 1 / 1.4);

const pan = (
  key: 'ArrowLeft' | 'ArrowRight' | 'ArrowUp' | 'ArrowDown',
  x: number,
  y: number,
): ReviewDeed => ({
  id: `pan-${key}`,
  mayRepeat: true,
  group: 'picture',
  label: ({ review }) => review.deeds.pan,
  keys: [`Shift+${key}`],
  keysInHelp: 'Shift+← ↑ ↓ →',
  isInHelp: key === 'ArrowLeft',
  isAllowed: isThere,
  run: ({ panBy }) => panBy(x, y),
});
const pans = [
  pan('ArrowLeft', 0.2, 0),
  pan('ArrowRight', -0.2, 0),
  pan('ArrowUp', 0, 0.2),
  pan('ArrowDown', 0, -0.2),
];

const stepPhoto = (step: number): ReviewDeed['run'] => {
  return ({ cluster, photo, show }) => {
    const { photos } = cluster!;
    const at = photos.findIndex(({ sha1 }) => sha1 === photo);
    show(photos[(at + step + photos.length) % photos.length]!.sha1);
  };
};
const hasSeveral = ({ cluster }: ReviewContext): boolean => (cluster?.photos.length ?? 0) > 1;

export const nextPhoto: ReviewDeed = {
  id: 'next-photo',
  mayRepeat: true,
  group: 'picture',
  label: ({ review }) => review.deeds.nextPhoto,
  keys: ['.'],
  isAllowed: hasSeveral,
  run: stepPhoto(1),
};

export const previousPhoto: ReviewDeed = {
  id: 'previous-photo',
  mayRepeat: true,
  group: 'picture',
  label: ({ review }) => review.deeds.previousPhoto,
  keys: [','],
  isAllowed: hasSeveral,
  run: stepPhoto(-1),
};

export const backToMedoid: ReviewDeed = {
  id: 'medoid',
  group: 'picture',
  label: ({ review }) => review.deeds.medoid,
  keys: ['b'],
  isAllowed: ({ cluster, photo }) => cluster !== null && photo !== cluster.medoid,
  run: ({ cluster, show }) => show(cluster!.medoid),
};

export const hold: ReviewDeed = {
  id: 'hold',
  group: 'cluster',
  label: ({ review }) => review.deeds.hold,
  keys: ['h'],
  isAllowed: ({ cluster, photo, wholeCluster }) =>
    cluster !== null && photo !== null && wholeCluster && cluster.members > 1,
  run: ({ photo, toggleHold }) => toggleHold(photo!),
};

export const applyToCluster: ReviewDeed = {
  id: 'apply-to-cluster',
  group: 'cluster',
  label: ({ review }) => review.deeds.applyToCluster,
  keys: ['c'],
  isAllowed: ({ selection }) => selection.size === 0,
  run: ({ wholeCluster, setWholeCluster }) => setWholeCluster(!wholeCluster),
};

export const select: ReviewDeed = {
  id: 'select',
  group: 'cluster',
  label: ({ review }) => review.deeds.select,
  keys: ['m'],
  isAllowed: isThere,
  run: ({ cluster, index, toggleSelected }) => toggleSelected(cluster!, index),
};

export const clearSelection: ReviewDeed = {
  id: 'clear-selection',
  group: 'cluster',
  label: ({ review }) => review.deeds.clearSelection,
  keys: ['Escape'],
  isAllowed: ({ selection }) => selection.size > 0,
  run: (context) => context.clearSelection(),
};

export const setPeople: ReviewDeed = {
  id: 'set-people',
  group: 'cluster',
  label: ({ review }) => review.deeds.setPeople,
  keys: ['p'],
  isAllowed: (context) => isThere(context) && context.cluster!.people !== 'people',
  run: ({ flagPeople }) => flagPeople('set'),
};

/** Lets photos out of what is kept on this machine: never by a letter alone. */
export const liftPeople: ReviewDeed = {
  id: 'lift-people',
  group: 'cluster',
  label: ({ review }) => review.deeds.liftPeople,
  keys: ['Shift+P'],
  isAllowed: (context) => isThere(context) && context.cluster!.people !== 'no-people',
  run: ({ flagPeople }) => flagPeople('lifted'),
};

export const peopleAsDetected: ReviewDeed = {
  id: 'people-as-detected',
  group: 'cluster',
  label: ({ review }) => review.deeds.peopleAsDetected,
  keys: ['d'],
  isAllowed: isThere,
  run: ({ flagPeople }) => flagPeople(null),
};

export const filter: ReviewDeed = {
  id: 'filter',
  group: 'page',
  label: ({ review }) => review.deeds.filter,
  keys: ['f'],
  isAllowed: () => true,
  run: ({ openFilter }) => openFilter(),
};

export const list: ReviewDeed = {
  id: 'list',
  group: 'page',
  label: ({ review }) => review.deeds.list,
  keys: ['l'],
  isAllowed: () => true,
  run: ({ openList }) => openList(),
};

export const showGrid: ReviewDeed = {
  id: 'grid',
  group: 'page',
  label: ({ review }) => review.deeds.grid,
  keys: ['g'],
  isAllowed: () => true,
  run: (context) => context.setView(isOne(context) ? 'grid' : 'one'),
};

export const onlyWindow: ReviewDeed = {
  id: 'only-window',
  group: 'page',
  label: ({ review }) => review.deeds.onlyWindow,
  keys: ['w'],
  isAllowed: isThere,
  run: (context) => context.onlyWindow(),
};

/** What one can do in either view. */
export const COMMON_DEEDS: readonly ReviewDeed[] = [
  acceptAll,
  rejectAll,
  ...DIGITS.map((_, place) => toggleTag(place)),
  ...DIGITS.map((_, place) => rejectTag(place)),
  answerYes,
  answerNo,
  addTag,
  sameForAlike,
  sameForAlikeLast,
  undo,
  redo,
  skip,
  select,
  clearSelection,
  setPeople,
  liftPeople,
  peopleAsDetected,
  showGrid,
  onlyWindow,
  filter,
  list,
];

export const REVIEW_DEEDS: readonly ReviewDeed[] = [
  acceptNext,
  ...COMMON_DEEDS,
  nextTag,
  previousTag,
  toggleMarked,
  rejectMarked,
  next,
  previous,
  zoom,
  zoomIn,
  zoomOut,
  ...pans,
  nextPhoto,
  previousPhoto,
  backToMedoid,
  hold,
  applyToCluster,
];
