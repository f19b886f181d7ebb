import { wordsOf } from '../path-words.ts';

/*
 * Names that a caption or a vision service may hang on a picture without having seen anything of them. They are never
 * proposed for being said. Own list, by hand: countries, large and much photographed cities, states and regions.
 * Adjectives are left out (`french bread` is bread), and so are names that are everyday nouns as well (bath, china,
 * cork, nice, orange, reading, savannah, turkey): those a caption gives away by its form (place-form.ts).
 */

const COUNTRIES = `
  afghanistan albania algeria andorra angola argentina armenia australia austria azerbaijan bahamas
  bahrain bangladesh barbados belarus belgium belize benin bhutan bolivia bosnia botswana brazil
  brasil brunei bulgaria burundi cambodia cameroon canada chile colombia comoros congo croatia cuba
  cyprus czechia denmark djibouti dominica ecuador egypt england eritrea estonia ethiopia fiji finland
  france gabon gambia germany ghana greece greenland grenada guatemala guyana haiti honduras hungary
  iceland india indonesia iran iraq ireland israel italy jamaica japan kazakhstan kenya kosovo kuwait
  kyrgyzstan laos latvia lebanon lesotho liberia libya liechtenstein lithuania luxembourg madagascar
  malawi malaysia maldives malta mauritania mauritius mexico moldova monaco mongolia montenegro
  morocco mozambique myanmar namibia nepal netherlands holland nicaragua nigeria norway oman pakistan
  palestine paraguay peru philippines poland portugal qatar romania russia rwanda scotland senegal
  serbia seychelles singapore slovakia slovenia somalia korea spain sudan suriname sweden switzerland
  syria taiwan tajikistan tanzania thailand togo tunisia turkmenistan uganda ukraine uruguay usa
  uzbekistan vanuatu vatican venezuela vietnam wales yemen zambia zimbabwe`;

const CITIES = `
  accra agra alexandria algiers amman amsterdam ankara antwerp athens atlanta auckland austin baghdad
  baku bali baltimore bangalore bangkok barcelona basel beijing beirut belfast belgrade bergen bilbao
  birmingham bogota bologna bombay boston brasilia bratislava bremen brisbane bristol bruges brussels
  bucharest budapest cairo calcutta calgary canberra cancun caracas cardiff casablanca christchurch
  cincinnati cleveland copenhagen cordoba cracow curitiba cusco dakar dallas damascus delhi denver
  detroit doha dresden dubai dublin dubrovnik durban dusseldorf edinburgh florianopolis frankfurt
  geneva genoa ghent gibraltar giza glasgow gothenburg guadalajara guangzhou hanoi havana heidelberg
  helsinki hiroshima honolulu houston hyderabad ibiza indianapolis innsbruck istanbul jaipur jakarta
  jerusalem johannesburg karachi kathmandu kiev kyiv krakow kyoto lagos leeds leipzig lille liverpool
  ljubljana lucerne lyon macau madrid malaga manaus manila marrakech marrakesh mecca medellin
  melbourne miami milwaukee minneapolis montevideo montreal moscow mumbai munich nagasaki nairobi
  naples nashville nuremberg oakland odessa olinda oporto osaka oslo ottawa palermo paraty
  philadelphia pisa pittsburgh porto prague quebec quito recife reykjavik riga riyadh rotterdam
  salzburg samarkand santiago santorini sarajevo seoul seville shanghai siena sofia stockholm
  strasbourg stuttgart suzhou taipei tallinn tampa tehran tenerife tokyo toronto toulouse trieste
  tunis turin ulaanbaatar utrecht valencia vancouver verona vienna vilnius warsaw winnipeg yokohama
  zagreb zanzibar zurich`;

const REGIONS = `
  africa alaska alabama alps amazonia andes andalusia antarctica arctic arizona arkansas asia bahia
  balkans bavaria bohemia borneo britain brittany burgundy california caribbean catalonia colorado
  connecticut copacabana corsica cotswolds crete crimea cyclades delaware dolomites europe florida
  galapagos hawaii hebrides himalayas hollywood iberia idaho illinois indiana iowa ipanema kansas
  kentucky kyushu lapland lombardy louisiana maine mallorca manhattan maryland massachusetts
  mediterranean michigan minnesota mississippi missouri montana montmartre nebraska nevada normandy
  ohio oklahoma ontario oregon patagonia pennsylvania pantanal provence pyrenees queensland sahara
  sardinia saxony scandinavia siberia sicily tasmania tennessee texas tibet transylvania tuscany tyrol
  umbria utah vermont virginia wisconsin wyoming yellowstone yosemite`;

const OF_SEVERAL_WORDS: readonly string[] = [
  'burkina faso',
  'cape verde',
  'costa rica',
  'czech republic',
  'dominican republic',
  'el salvador',
  'ivory coast',
  'new zealand',
  'north korea',
  'papua new guinea',
  'saudi arabia',
  'sierra leone',
  'south africa',
  'south korea',
  'soviet union',
  'sri lanka',
  'united arab emirates',
  'united kingdom',
  'united states',
  'united states of america',
  'great britain',
  'abu dhabi',
  'addis ababa',
  'belo horizonte',
  'buenos aires',
  'cape town',
  'foz do iguacu',
  'ho chi minh city',
  'hong kong',
  'kansas city',
  'kuala lumpur',
  'las vegas',
  'los angeles',
  'machu picchu',
  'mexico city',
  'new delhi',
  'new orleans',
  'phnom penh',
  'porto alegre',
  'saint petersburg',
  'st petersburg',
  'salvador de bahia',
  'san antonio',
  'san diego',
  'san francisco',
  'santa monica',
  'tel aviv',
  'bay area',
  'black forest',
  'central park',
  'champs elysees',
  'grand canyon',
  'latin america',
  'middle east',
  'minas gerais',
  'mount everest',
  'mount fuji',
  'napa valley',
  'new england',
  'new hampshire',
  'new jersey',
  'new mexico',
  'new south wales',
  'niagara falls',
  'north america',
  'north carolina',
  'north dakota',
  'nova scotia',
  'rhode island',
  'rocky mountains',
  'south america',
  'south carolina',
  'south dakota',
  'times square',
  'wall street',
  'west virginia',
  'rio de la plata',
  'santa catarina',
  'costa del sol',
  'french riviera',
  'amalfi coast',
  'isle of skye',
  'lake como',
  'lake district',
];

/** Things that are named after a place and found everywhere. */
const NAMED_AFTER_PLACES: readonly string[] = [
  'boston terrier',
  'brussels sprout',
  'brussels sprouts',
  'alaskan malamute',
  'hawaii pizza',
  'vienna sausage',
  'florida orange',
];

/** Without case and accents, words joined by blanks. */
export const PLACE_NAMES: ReadonlySet<string> = new Set([
  ...[COUNTRIES, CITIES, REGIONS].flatMap((list) => list.split(/\s+/).filter((name) => name !== '')),
  ...OF_SEVERAL_WORDS,
]);

/** The longest name of the list has this many words. */
const MOST_WORDS = Math.max(...[...PLACE_NAMES].map((name) => name.split(' ').length));

/** The first place of the list that a word or phrase names, without case and accents; null where there is none. */
export function listedPlaceIn(phrase: string): string | null {
  const words = wordsOf(phrase);
  if (NAMED_AFTER_PLACES.includes(words.join(' '))) return null;
  for (let start = 0; start < words.length; start++) {
    for (let count = Math.min(MOST_WORDS, words.length - start); count > 0; count--) {
      const name = words.slice(start, start + count).join(' ');
      if (PLACE_NAMES.has(name)) return name;
    }
  }
  return null;
}
