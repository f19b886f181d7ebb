/** Plurals that no rule makes; each word once, and only those that photos are tagged with. */
const IRREGULAR: Readonly<Record<string, string>> = {
  men: 'man',
  women: 'woman',
  children: 'child',
  feet: 'foot',
  teeth: 'tooth',
  geese: 'goose',
  mice: 'mouse',
  oxen: 'ox',
  dice: 'die',
  cacti: 'cactus',
  fungi: 'fungus',
  leaves: 'leaf',
  wolves: 'wolf',
  calves: 'calf',
  halves: 'half',
  hooves: 'hoof',
  knives: 'knife',
  loaves: 'loaf',
  scarves: 'scarf',
  shelves: 'shelf',
  bookshelves: 'bookshelf',
  thieves: 'thief',
  wives: 'wife',
  elves: 'elf',
  buses: 'bus',
  minibuses: 'minibus',
  trolleybuses: 'trolleybus',
  gases: 'gas',
  canvases: 'canvas',
  atlases: 'atlas',
  lenses: 'lens',
  irises: 'iris',
  quizzes: 'quiz',
  waltzes: 'waltz',
  aches: 'ache',
  avalanches: 'avalanche',
  caches: 'cache',
  niches: 'niche',
  quiches: 'quiche',
  moustaches: 'moustache',
  mustaches: 'mustache',
  shoes: 'shoe',
  horseshoes: 'horseshoe',
  snowshoes: 'snowshoe',
  toes: 'toe',
  canoes: 'canoe',
  oboes: 'oboe',
  movies: 'movie',
  cookies: 'cookie',
  brownies: 'brownie',
  zombies: 'zombie',
  selfies: 'selfie',
  hoodies: 'hoodie',
  prairies: 'prairie',
  calories: 'calorie',
  pies: 'pie',
  ties: 'tie',
  ups: 'up',
  skis: 'ski',
  taxis: 'taxi',
  bikinis: 'bikini',
  safaris: 'safari',
  kiwis: 'kiwi',
  graffitis: 'graffiti',
  menus: 'menu',
  emus: 'emu',
  tutus: 'tutu',
  fuses: 'fuse',
  muses: 'muse',
};

/** They end like plurals and are none, or mean something else than their singular (a pair of glasses is no glass). */
const UNCHANGED = new Set([
  ...[
    'glasses',
    'eyeglasses',
    'sunglasses',
    'clothes',
    'scissors',
    'binoculars',
    'goggles',
    'tongs',
    'pliers',
  ],
  ...['jeans', 'pants', 'shorts', 'trousers', 'leggings', 'tights', 'pyjamas', 'pajamas', 'overalls'],
  ...['athletics', 'gymnastics', 'physics', 'mathematics', 'acoustics', 'ceramics', 'graphics', 'politics'],
  ...['news', 'series', 'species', 'lens', 'gas', 'canvas', 'atlas', 'christmas', 'chaos', 'cosmos', 'kudos'],
  ...[
    'rhinoceros',
    'albatros',
    'swiss',
    'always',
    'arts',
    'customs',
    'headquarters',
    'barracks',
    'crossroads',
  ],
  ...[
    'alps',
    'andes',
    'dolomites',
    'pyrenees',
    'marseilles',
    'versailles',
    'chartres',
    'los',
    'wales',
    'hercules',
  ],
  ...['james', 'charles', 'thomas', 'texas', 'kansas', 'dallas', 'vegas', 'naples', 'athens', 'brussels'],
]);

const NO_PLURALS_IN_MEN = /(speci|abdo|reg?i|cycla|sta|ra|lu|ye|o|bitu|acu|se|hy|a)men$/;

/**
 * The singular of an English noun, by the regular rules of spelling and a table of those that photos are tagged with.
 * What is no plural stays. A word of another language may come out clipped: it is for comparing, and clipped alike each
 * time.
 *
 * @param word one word in lower case, without accents.
 */
export function singularOf(word: string): string {
  const irregular = IRREGULAR[word];
  if (irregular !== undefined) return irregular;
  if (UNCHANGED.has(word) || word.length < 4) return word;
  if (word.endsWith('men') && !NO_PLURALS_IN_MEN.test(word)) return `${word.slice(0, -3)}man`;
  if (!word.endsWith('s') || /(ss|us|is)$/.test(word)) return word;
  if (/[^aeiou]ies$/.test(word) && word.length > 4) return `${word.slice(0, -3)}y`;
  if (/(ss|sh|ch|x|zz)es$/.test(word)) return word.slice(0, -2);
  // Viruses, but houses: an s of its own is doubled or stands behind a u.
  if (/[^oa]uses$/.test(word)) return word.slice(0, -2);
  if (/[^aeiou]oes$/.test(word)) return word.slice(0, -2);
  return word.slice(0, -1);
}
