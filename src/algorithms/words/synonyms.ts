/**
 * Words that mean the same in a photo library, the one to keep first; all in the form that `foldWord` gives before it
 * looks here (singular, American, lower case). Only what every photographer would call the same thing: a word that
 * may mean something else in a picture (a `plane` is also a tool, `wood` a material) is not here, and neither is a kind
 * of a thing (`taxi` of `car`).
 */
const GROUPS: readonly (readonly string[])[] = [
  ['airplane', 'aircraft', 'airliner', 'jet plane'],
  ['baby', 'infant'],
  ['bicycle', 'bike', 'pushbike', 'push bike'],
  ['black and white', 'monochrome', 'b w', 'bw', 'black white'],
  ['blossom', 'bloom'],
  ['bokeh', 'blurred background', 'blurry background'],
  ['car', 'automobile', 'motorcar', 'motor car'],
  ['cell phone', 'mobile phone', 'smartphone', 'cellular telephone', 'cellular phone'],
  ['child', 'kid'],
  ['clothes', 'clothing', 'apparel', 'garment'],
  ['construction', 'construction site', 'building site'],
  ['dawn', 'daybreak', 'sunup'],
  ['dusk', 'nightfall', 'twilight'],
  ['forest', 'woodland'],
  ['garbage', 'rubbish', 'trash'],
  ['gas station', 'petrol station', 'filling station'],
  ['highway', 'motorway', 'freeway'],
  ['motorcycle', 'motorbike', 'motor bike', 'motor cycle'],
  ['movie', 'motion picture'],
  ['person', 'human', 'human being'],
  ['photo', 'photograph'],
  ['reflection', 'mirror image', 'reflexion'],
  ['sea', 'ocean'],
  ['seaside', 'seashore', 'shoreline', 'coastline', 'coast'],
  ['shopping center', 'shopping mall', 'mall'],
  ['skyline', 'cityscape'],
  ['sofa', 'couch', 'settee'],
  ['store', 'shop'],
  ['subway', 'metro'],
  ['sunset', 'sundown'],
  ['swimsuit', 'bathing suit', 'swimming costume', 'swimming suit'],
  ['television', 'tv', 'television set', 'tv set'],
  ['truck', 'lorry'],
];

const FIRST: ReadonlyMap<string, string> = new Map(
  GROUPS.flatMap((group) => group.map((word) => [word, group[0]!] as const)),
);

/** The word to keep of those that mean the same as this one; the word itself where the table does not know it. */
export const mainSynonym = (word: string): string => FIRST.get(word) ?? word;

/** Every word of the table, for checking it. */
export const synonymWords = (): string[] => GROUPS.flat();
