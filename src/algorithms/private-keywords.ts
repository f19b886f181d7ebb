import { keywordProblem, type TargetForms } from './merge-keywords.ts';

/**
 * The spellings of a tag of a people set, with config `xmp.private_prefix` in front: `PRIVATE:CK:portrait`, and as the
 * topmost level of hierarchies, `PRIVATE|CK|portrait`, so that one filter, or one branch, keeps all of them out of an export.
 *
 * @param prefix as configured: `PRIVATE:`; empty changes nothing
 * @returns an Error, in words for the user, where it cannot be written
 */
export function privateForms(forms: TargetForms, prefix: string): TargetForms | Error {
  const before = prefix.normalize('NFC').replace(/\s+/gu, ' ').trimStart();
  const topLevel = before.replace(/[\s:/.\-_]+$/u, '');
  if (topLevel === '') return forms;
  const problem = keywordProblem(before);
  if (problem !== null) return new Error(problem);
  const { subject, hierarchicalSubject, tagsList } = forms;
  return {
    ...(subject !== undefined && { subject: before + subject }),
    ...(hierarchicalSubject !== undefined && { hierarchicalSubject: `${topLevel}|${hierarchicalSubject}` }),
    ...(tagsList !== undefined && { tagsList: `${topLevel.replaceAll('/', '\\')}/${tagsList}` }),
  };
}
