import { DeedButton } from '../../deeds/deed-button.tsx';
import { shareText } from '../../format/numbers.ts';
import { CHECK, CROSS } from '../../shell/icons.tsx';
import { useLanguage, useWords } from '../../words/index.ts';
import classes from './review.module.css';
import type { ReviewContext } from './review-context.ts';
import { answerNo, answerYes } from './review-deeds.ts';

/** What would teach most to know: asked, and not proposed. Only yes and no answer it. */
export function QuestionPart({ context }: { readonly context: ReviewContext }) {
  const words = useWords().review.question;
  const language = useLanguage();
  const { question } = context;
  if (question === null) return null;
  const { tag, probability } = question;
  return (
    <section className={classes.question} aria-label={words.name}>
      <p>
        <span className={classes.questionTag}>{words.ask(tag.name)}</span>
        <span className={classes.dim}>
          {probability === null ? words.nobodyKnows : words.expected(shareText(probability, language))}
        </span>
      </p>
      <div className={classes.questionDeeds}>
        <DeedButton deed={answerYes} context={context} size="compact-sm" leftSection={CHECK} />
        <DeedButton deed={answerNo} context={context} size="compact-sm" leftSection={CROSS} />
      </div>
    </section>
  );
}
