/** British to American, words that no rule covers. */
const WORDS: Readonly<Record<string, string>> = {
  aeroplane: 'airplane',
  aluminium: 'aluminum',
  axe: 'ax',
  barbeque: 'barbecue',
  carburettor: 'carburetor',
  catalogue: 'catalog',
  chequered: 'checkered',
  cosy: 'cozy',
  defence: 'defense',
  doughnut: 'donut',
  draught: 'draft',
  grey: 'gray',
  jewellery: 'jewelry',
  jeweller: 'jeweler',
  kerb: 'curb',
  licence: 'license',
  manoeuvre: 'maneuver',
  marvellous: 'marvelous',
  mould: 'mold',
  moustache: 'mustache',
  omelette: 'omelet',
  plough: 'plow',
  programme: 'program',
  pyjamas: 'pajamas',
  sulphur: 'sulfur',
  theatre: 'theater',
  amphitheatre: 'amphitheater',
  traveller: 'traveler',
  travelling: 'traveling',
  tyre: 'tire',
  whisky: 'whiskey',
  woollen: 'woolen',
  yoghurt: 'yogurt',
};

/** Stems with `-our` that Americans write `-or`; hour, flour, tour and contour have another sound. */
const OUR =
  /^(.*)(arm|behavi|cand|clam|col|enam|endeav|fav|ferv|flav|harb|hon|hum|lab|multicol|neighb|od|parl|ranc|rig|rum|sav|splend|tum|val|vap|vig|watercol)our(.*)$/;
/**
 * American spelling of one word, lower case; a word that both write alike stays. Plurals are not known here: see
 * `singularOf`.
 */
export function americanSpelling(word: string): string {
  const whole = WORDS[word];
  if (whole !== undefined) return whole;
  const our = OUR.exec(word);
  if (our) return `${our[1]}${our[2]}or${our[3]}`;
  // Centre, and not acre or genre.
  if (/(cent|fib|lit|lust|met|sab|scept|somb|spect|calib|meag)re$/.test(word))
    return `${word.slice(0, -2)}er`;
  if (/(coloni|civili|crystalli|organi|reali|speciali|styli)s(e|ed|ing|ation)$/.test(word)) {
    return word.replace(/s(e|ed|ing|ation)$/, 'z$1');
  }
  return word;
}
