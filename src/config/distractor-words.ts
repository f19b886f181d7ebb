import type { Vocabulary } from './vocabulary.ts';

/**
 * Everyday things, places, animals, doings and looks of pictures. What a photo looks like is told by comparison: one
 * that is nearer to `umbrella` than most photos are to anything is no proof of `beach`.
 */
const WORDS = `
  apple banana bread cake carrot cheese cherry chocolate coffee cookie corn cup dessert egg fish fruit garlic grape
  hamburger honey ice_cream jam kitchen_knife lemon lettuce meat milk mushroom noodles onion orange pancake pasta
  peach pear pepper pie pizza potato pumpkin rice salad sandwich sausage soup spoon strawberry sushi tea tomato
  vegetable wine watermelon bowl bottle plate pan oven refrigerator menu restaurant picnic

  ant bear bee bird butterfly camel cat chicken cow crab crocodile deer dog dolphin donkey duck eagle elephant fox
  frog giraffe goat goose gorilla hamster hedgehog horse insect jellyfish kangaroo kitten leopard lion lizard monkey
  mouse octopus owl panda parrot peacock penguin pig pigeon puppy rabbit rat rooster seagull seal shark sheep snail
  snake spider squirrel swan tiger tortoise turkey turtle whale wolf zebra aquarium zoo

  backpack bag balloon bandage basket bed bell belt bench blanket boat boot bow_tie box bracelet brick broom brush
  bucket cable calendar camera_lens candle cane card carpet ceiling chain chair chalkboard chandelier clothes_hanger
  coat coin comb compass computer cooker cord couch cradle crown curtain desk diamond dice doll door drawer dress drill
  drum earring envelope eraser fan faucet feather fence flag flashlight flute folder fork frame gift glasses globe glove
  guitar hammer handbag hat headphones helmet hook hose hourglass jacket jar jeans jewellery kettle key keyboard kite
  ladder lamp laptop lighter lock magnet map mask mattress medal microphone microscope mirror money mug nail necklace
  needle newspaper notebook paintbrush paper_clip passport pen pencil perfume piano pillow pipe playing_cards poster
  printer purse puzzle radio razor remote_control ring robot rope rug ruler sandal saw scarf scissors screen shirt shoe
  shovel skateboard skirt soap sock speaker spectacles stapler stove suitcase sunglasses sweater switch syringe table
  tape telephone telescope television tent thread tie toilet tool toothbrush towel toy tray trophy trumpet tyre umbrella
  vacuum_cleaner vase violin wallet washing_machine watch wheel whistle window zipper

  airport alley ambulance anchor barn bicycle bus bus_stop cable_car canal castle cave cemetery chimney church classroom
  crane dam desert diagram dock elevator escalator factory farm ferry fireplace fountain garage garden gas_station
  greenhouse harbour haystack helicopter highway hospital hotel igloo island lake laundry library lighthouse meadow mine
  mosque motorcycle office palace park parking_lot path pier playground pond prison pyramid quarry railing river road
  roof ruins satellite school shed shop skatepark stable stadium staircase subway swimming_pool swamp taxi temple toll
  tower tractor traffic_light tram truck tunnel valley volcano warehouse waterfall well windmill

  baby baseball basketball boxing bride campfire chess climbing concert cooking cyclist doctor farmer fireman fishing
  football golf gymnastics hiking judge karate kiss knitting nurse painting parade pilot police reading rowing running
  sailing skiing sleeping smoking soldier surfing swimming teacher tennis volleyball waiter wedding wrestling yoga

  bark bubble cactus coral crystal dust eclipse fire fireworks footprint frost galaxy hail ice leaf lightning moss mud
  nest pebble pine_cone rainbow root sand seashell shadow smoke snowflake spider_web stone straw sunrise wood

  barcode blueprint cartoon chart comic document drawing handwriting icon logo pattern receipt sign sketch spreadsheet
  stamp text ticket website x-ray blurry_photo`;

/** Words that are no labels: none of the vocabulary, its aliases or other names is among them. */
export function distractorWords({ terms, cities, concepts }: Vocabulary): string[] {
  const labels = new Set(
    [
      ...terms.flatMap(({ name, aliases = [], names = {} }) => [name, ...aliases, ...Object.values(names)]),
      ...cities.flatMap(({ name, aliases }) => [name, ...aliases]),
      ...concepts,
    ].flatMap(formsOf),
  );
  return [...new Set(WORDS.trim().split(/\s+/))]
    .map((word) => word.replaceAll('_', ' '))
    .filter((word) => !formsOf(word).some((form) => labels.has(form)));
}

/** In lower case, with and without the plural's s. */
const formsOf = (word: string): string[] => {
  const lower = word.toLowerCase();
  return [lower, lower.replace(/s$/, '')];
};
