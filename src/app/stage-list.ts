/** The pipeline's order, for those who only know use cases. */
export { PIPELINE, STAGE_NAMES, type StageTitle } from '../stages/index.ts';
