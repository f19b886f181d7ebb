import type { z } from 'zod';
import type {
  clusterRowSchema,
  clusterSchema,
  clusterTagSchema,
  memberSchema,
} from '../../../src/http/contract/cluster.ts';
import type {
  configCheckedSchema,
  configProblemSchema,
  configSchemaWire,
} from '../../../src/http/contract/config.ts';
import type {
  dateDeedSchema,
  dateRunDetailsSchema,
  dateRunSchema,
  dateRunsSchema,
  dateSummarySchema,
  decideDatesSchema,
  decidedDatesSchema,
  doubtedSchema,
} from '../../../src/http/contract/dates.ts';
import type { clusterMapSchema } from '../../../src/http/contract/map.ts';
import type { photoSchema, tagSchema } from '../../../src/http/contract/photo.ts';
import type { problemSchema } from '../../../src/http/contract/problem.ts';
import type {
  alikeRequestSchema,
  alikeSchema,
  decidedSeveralSchema,
  decideSeveralSchema,
  deedsSchema,
  flaggedSchema,
  flagSchema,
  questionSchema,
  queuePageSchema,
  queueRequestSchema,
  queueSchema,
  takenBackSchema,
} from '../../../src/http/contract/review.ts';
import type { runSchema, runStateSchema, stageSchema } from '../../../src/http/contract/run.ts';
import type { searchHitsSchema } from '../../../src/http/contract/search.ts';
import type { problemRowsSchema, statusSchema } from '../../../src/http/contract/status.ts';
import type {
  vocabularyChangeOrderSchema,
  vocabularyChangesSchema,
  vocabularyJobAnswerSchema,
  vocabularyJobSchema,
  vocabularyPreviewSchema,
  vocabularySchema,
  vocabularyTermsSchema,
} from '../../../src/http/contract/vocabulary.ts';
import type { workSchema } from '../../../src/http/contract/workers.ts';
import type {
  differencesSchema,
  journalRunsSchema,
  redoOrderSchema,
  undoOrderSchema,
  writeJobSchema,
  writeOrderSchema,
  writeStateSchema,
} from '../../../src/http/contract/write.ts';

/** What goes over the wire, inferred from the server's own contract: types alone, nothing of it is bundled. */
export type Problem = z.infer<typeof problemSchema>;
export type Work = z.infer<typeof workSchema>;
export type Tag = z.infer<typeof tagSchema>;
export type Photo = z.infer<typeof photoSchema>;
export type ClusterTag = z.infer<typeof clusterTagSchema>;
export type ClusterRow = z.infer<typeof clusterRowSchema>;
export type Question = z.infer<typeof questionSchema>;
/** Of the queue, where something may be asked of it; or alone. */
export type Cluster = z.infer<typeof clusterSchema> & { readonly question?: Question | null };
export type Member = z.infer<typeof memberSchema>;
export type QueueRequest = z.input<typeof queueRequestSchema>;
export type Queue = z.infer<typeof queueSchema>;
export type QueuePage = Omit<z.infer<typeof queuePageSchema>, 'rows'> & { readonly rows: readonly Cluster[] };
export type Decision = z.input<typeof decideSeveralSchema>['decisions'][number];
export type Decided = z.infer<typeof decidedSeveralSchema>;
export type AlikeRequest = z.input<typeof alikeRequestSchema>;
export type AnswerPart = AlikeRequest['answer'][number];
export type Alike = z.infer<typeof alikeSchema>;
export type AlikeRow = Alike['rows'][number];
export type PeopleFlag = z.infer<typeof flagSchema>['flag'];
export type Flagged = z.infer<typeof flaggedSchema>;
export type TakenBack = z.infer<typeof takenBackSchema>;
export type Deeds = z.infer<typeof deedsSchema>;
export type Stage = z.infer<typeof stageSchema>;
export type Run = z.infer<typeof runSchema>;
export type RunState = z.infer<typeof runStateSchema>;
export type Status = z.infer<typeof statusSchema>;
export type ProblemRows = z.infer<typeof problemRowsSchema>;
export type Vocabulary = z.infer<typeof vocabularySchema>;
export type VocabularyTerms = z.infer<typeof vocabularyTermsSchema>;
export type VocabularyTerm = VocabularyTerms['terms'][number];
export type VocabularyOrder = z.input<typeof vocabularyChangeOrderSchema>['order'];
export type VocabularyJob = z.infer<typeof vocabularyJobSchema>;
export type VocabularyJobAnswer = z.infer<typeof vocabularyJobAnswerSchema>;
export type VocabularyPreview = z.infer<typeof vocabularyPreviewSchema>;
export type VocabularyChanges = z.infer<typeof vocabularyChangesSchema>;
export type Config = z.infer<typeof configSchemaWire>;
export type CheckedConfig = z.infer<typeof configCheckedSchema>;
export type ConfigProblem = z.infer<typeof configProblemSchema>;
export type WriteState = z.infer<typeof writeStateSchema>;
export type WriteJob = z.infer<typeof writeJobSchema>;
export type WriteOrder = z.input<typeof writeOrderSchema>;
export type UndoOrder = z.input<typeof undoOrderSchema>;
export type RedoOrder = z.input<typeof redoOrderSchema>;
export type Differences = z.infer<typeof differencesSchema>;
export type JournalRuns = z.infer<typeof journalRunsSchema>;
export type SearchHits = z.infer<typeof searchHitsSchema>;
export type SearchHit = SearchHits['hits'][number];
export type DateRun = z.infer<typeof dateRunSchema>;
export type DateRuns = z.infer<typeof dateRunsSchema>;
export type DateRunDetails = z.infer<typeof dateRunDetailsSchema>;
export type DateSummary = z.infer<typeof dateSummarySchema>;
export type DoubtedPhotos = z.infer<typeof doubtedSchema>;
export type DoubtedPhoto = DoubtedPhotos['rows'][number];
export type DateDeed = z.input<typeof dateDeedSchema>;
export type DateTargets = Pick<z.input<typeof decideDatesSchema>, 'runs' | 'folderOf' | 'photos'>;
export type DatesDecided = z.infer<typeof decidedDatesSchema>;
export type ClusterMap = z.infer<typeof clusterMapSchema>;
