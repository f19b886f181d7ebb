/*
 * Adjectives that somebody may look for years later, before a thing (`blue glass`, `wooden boat`) or alone. Judgements
 * (beautiful, large, various) are left out. Own list.
 */

const COLOURS = `
  red blue green yellow orange purple violet pink white black brown gray grey golden silver turquoise teal beige crimson
  scarlet colorful colourful multicolored multicoloured iridescent`;

const MATERIALS = `
  wooden brick stained marble bronze rusty corrugated leather woven knitted embroidered ceramic`;

const LIGHT_AND_WEATHER = `
  foggy misty snowy rainy sunny cloudy overcast stormy hazy frozen icy wet dark illuminated lit neon moonlit sunlit
  backlit starry bare leafless dry snow-covered`;

const STATES = `
  abandoned ruined broken empty crowded blurred blurry weathered dilapidated overgrown wilted peeling cracked
  collapsed burning steep winding narrow cobbled cobblestone`;

const STYLES = `
  gothic baroque medieval ancient antique vintage retro rustic ornate abstract geometric minimalist modern industrial
  urban rural tropical religious decorative futuristic victorian striped checkered spiral arched domed tiled carved
  painted floral symmetrical long aerial underwater panoramic historic`;

/** Before a thing. `long` only makes what is known as a phrase: see `mineWords`. */
export const SALIENT_ADJECTIVES: ReadonlySet<string> = new Set(
  [COLOURS, MATERIALS, LIGHT_AND_WEATHER, STATES, STYLES]
    .flatMap((list) => list.split(/\s+/))
    .filter((word) => word !== '' && word !== 'long'),
);

/** Alone, whatever the parser takes them for; as the noun that people search for, where there is one. */
export const SALIENT_ALONE: ReadonlyMap<string, string> = new Map([
  ['foggy', 'fog'],
  ['misty', 'mist'],
  ['snowy', 'snow'],
  ['snowing', 'snow'],
  ['rainy', 'rain'],
  ['raining', 'rain'],
  ['stormy', 'storm'],
  ['hazy', 'haze'],
  ['cloudy', 'clouds'],
  ['overcast', 'overcast'],
  ['sunny', 'sunny'],
  ['starry', 'stars'],
  ['rusty', 'rust'],
  ['rusted', 'rust'],
  ['crowded', 'crowd'],
  ['symmetrical', 'symmetry'],
  ['symmetric', 'symmetry'],
  ['panoramic', 'panorama'],
  ['reflected', 'reflection'],
  ['reflecting', 'reflection'],
  ['silhouetted', 'silhouette'],
  ['abandoned', 'abandoned'],
  ['gothic', 'gothic'],
  ['baroque', 'baroque'],
  ['abstract', 'abstract'],
  ['geometric', 'geometric'],
  ['minimalist', 'minimalist'],
  ['industrial', 'industrial'],
  ['rural', 'rural'],
  ['urban', 'urban'],
  ['tropical', 'tropical'],
  ['vintage', 'vintage'],
  ['retro', 'retro'],
  ['rustic', 'rustic'],
  ['neon', 'neon'],
  ['moonlit', 'moonlight'],
  ['sunlit', 'sunlight'],
  ['backlit', 'backlight'],
  ['underwater', 'underwater'],
  ['aerial', 'aerial'],
  ['colorful', 'colorful'],
  ['colourful', 'colorful'],
  ['monochrome', 'black and white'],
  ['blurred', 'blur'],
  ['blurry', 'blur'],
]);

/** What persons and animals do, and what can be seen of it; other words in -ing say little (standing, looking, being). */
export const ACTIVITIES: ReadonlySet<string> = new Set(
  `surfing skiing snowboarding skateboarding swimming diving snorkeling dancing cycling climbing fishing sailing hiking
  rowing kayaking canoeing skating jogging camping cooking gardening farming knitting wrestling boxing fencing juggling
  racing parachuting paragliding bowling golfing hunting welding blooming`.split(/\s+/),
);

/** Phrases that a parser cuts in pieces. */
export const FIXED_PHRASES: readonly string[] = [
  'black and white',
  'blurred background',
  'blurry background',
  'depth of field',
  'long exposure',
  'close up',
  'double exposure',
  'double decker',
  'northern lights',
  'milky way',
  'street art',
  'still life',
  'merry go round',
];
