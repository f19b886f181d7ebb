/**
 * What can be seen on the photos of the development data, looked at one by one by the author of the bench, 2026-11-22.
 * Names of files without extension; a photo in no list shows nobody. ImageNet's own labels say nothing of it: half
 * of the persons are on photos labelled otherwise. All photos of the folder photos/people show persons.
 */
export type PeopleTruth = keyof typeof LISTS | 'nobody';

const LISTS = {
  /** Somebody, and one can tell: torso, face, dressed or not, near or in the middle distance. */
  person: `
  n02087046_toy_terrier n02098286_West_Highland_white_terrier n02111500_Great_Pyrenees
  n02113712_miniature_poodle n02514041_barracouta n02641379_gar n02777292_balance_beam n02790996_barbell
  n02948072_candle n03089624_confectionery n03124170_cowboy_hat n03127747_crash_helmet
  n03379051_football_helmet n03394916_French_horn n03417042_garbage_truck n03445924_golfcart
  n03450230_gown n03481172_hammer n03535780_horizontal_bar n03598930_jigsaw_puzzle n03617480_kimono
  n03630383_lab_coat n03642806_laptop n03720891_maraca n03729826_matchstick n03792782_mountain_bike
  n03924679_photocopier n04019541_puck n04141076_sax n04204347_shopping_cart n04235860_sleeping_bag
  n04336792_stretcher n04366367_suspension_bridge n04371430_swimming_trunks n04418357_theater_curtain
  n04485082_tripod n04487394_trombone n04532106_vestment n04540053_volleyball n09421951_sandbar
  n10565667_scuba_diver image_25 image_26 image_27 image_28 image_29 image_40 image_41 image_64 image_66
  image_85 image_86 image_87 image_88 image_89 image_105 image_107 image_110 image_111 image_112 image_113
  image_114 image_116 image_117`,

  /** Only a hand, an arm, legs or a foot, bare or dressed. */
  limb: `
  n01986214_hermit_crab n02123597_Siamese_cat n02877765_bottlecap n02927161_butcher_shop
  n02988304_CD_player n03271574_electric_fan n03706229_magnetic_compass n03804744_nail
  n04120489_running_shoe n04254777_sock n04376876_syringe n07615774_ice_lolly n13133613_ear image_55
  image_94 image_108`,

  /** Somebody so small or blurred that the photo is of something else. */
  distant: `
  n02096051_Airedale n02398521_hippopotamus n03788195_mosque n03888257_parachute n03977966_police_van
  n04465501_tractor n04523525_vault n04612504_yawl n07760859_custard_apple image_9 image_32 image_65
  image_82 image_104`,

  /** Dolls, armour, mannequins, statues, drawings and photos of persons inside the photo: either answer is right. */
  depiction: `
  n02869837_bonnet n02895154_breastplate n03146219_cuirass n03180011_desktop_computer n04005630_prison
  n04090263_rifle n04404412_television n04458633_totem_pole n04479046_trench_coat n04590129_window_shade
  n06596364_comic_book image_3 image_54`,
};

const TRUTH = new Map<string, PeopleTruth>(
  Object.entries(LISTS).flatMap(([truth, names]) =>
    names
      .trim()
      .split(/\s+/)
      .map((name) => [name, truth as PeopleTruth] as const),
  ),
);

/** @param name of the file, with or without extension. */
export const peopleTruthOf = (name: string): PeopleTruth => TRUTH.get(name.replace(/\.\w+$/, '')) ?? 'nobody';
