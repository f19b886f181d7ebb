/** Capitalised words after these are where something is: `in China`, `near Lake Como`. */
const WHERE = '(?:in|at|near|from|outside|around|across|over|of|downtown|visiting)';
/** `the Alps`, `Foz do Iguaçu`, `St. Petersburg`; a comma adds the country: `Paris, France`. */
const NAME = String.raw`\p{Lu}[\p{L}'’-]+(?:\s+(?:(?:of|de|do|da|dos|del|la|le|the)\s+)?(?:St\.|\p{Lu}[\p{L}'’-]+))*`;
const PLACE = new RegExp(String.raw`\b${WHERE}\s+(?:the\s+)?(${NAME})((?:,\s+${NAME})*)`, 'gu');

/** Written with a capital, and no place: `in December`, `of Christmas`. */
const NO_PLACES =
  /^(?:January|February|March|April|May|June|July|August|September|October|November|December|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|Christmas|Easter|Halloween|Thanksgiving|Carnival|God|Jesus|Mary|Christ|Buddha|English|I)$/;

/** Names in running text whose form is that of a place, as they are written there. */
export function placeFormsIn(text: string): string[] {
  const found: string[] = [];
  for (const [, name, others] of text.matchAll(PLACE)) {
    for (const one of [name!, ...others!.split(/,\s+/)]) {
      if (one !== '' && !NO_PLACES.test(one)) found.push(one);
    }
  }
  return found;
}
