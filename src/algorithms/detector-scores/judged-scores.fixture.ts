/**
 * What the embedded detector reported on the photos of the development data, and whether it was so: looked at one by
 * one by the author, 2026-11-26. Of each photo the surest object of each name (from a score of 0.3), the largest face
 * (from 0.35, one hundredth of the picture) and the surest hand (from 0.35). `0.431+n02099601`: score, right or wrong,
 * file without extension. Statues, masks, dolls and toys count as wrong.
 */
const OBJECTS: Readonly<Record<string, string>> = {
  airplane: `
    0.313-image_5 0.457+image_106 0.467+n04592741 0.578+n04266014 0.619+n02690373`,
  apple: `
    0.318-image_36 0.342-image_115 0.357-n12620546 0.376-n07718747 0.387-image_46 0.389-image_56 0.398+n03775546`,
  backpack: `
    0.405-n03290653`,
  banana: `
    0.314-image_28 0.371-image_118 0.372+image_48 0.511-n03065424 0.579+image_49`,
  'baseball bat': `
    0.325-image_26 0.325-image_41 0.385-image_25`,
  bear: `
    0.311-n02138441 0.323+n02134084 0.365-n02093754 0.372-n02114855 0.381-n02119789 0.431-n02099849
    0.432-n02447366 0.524-n02486261`,
  bed: `
    0.302-kodak-dc240 0.307-n04235860`,
  bench: `
    0.327-42_IndexError 0.516+DSCN0021`,
  bicycle: `
    0.307+n03902125 0.335+japanese-shop 0.508+n03792782 0.524+image_80`,
  bird: `
    0.301-n04355933 0.308-n02483362 0.309-n02493509 0.322-n03888257 0.324-n02441942 0.326+n01616318
    0.328-n01944390 0.328-image_107 0.343-n01773797 0.372+n01843065 0.381+n02002724 0.396+image_1
    0.396+n01828970 0.402+n02018207 0.403+n01531178 0.433+n02009229 0.502-n02172182 0.538+n01798484
    0.547+n01795545 0.592+n01580077 0.621+n01537544 0.625+n02012849 0.657+n01514859 0.686+image_50
    0.689+n01819313 0.710+n02037110 0.727+n02027492 0.770+n01807496 0.792+n01601694`,
  boat: `
    0.303+n04347754 0.342-sanyo-vpcg250 0.347-image_30 0.392+image_67 0.396+n03216828 0.437+image_68
    0.508+n04612504`,
  book: `
    0.301-olympus-d320l 0.377+n06596364 0.378-n03494278 0.394-n03642806 0.420-n03290653`,
  bottle: `
    0.308+sony-d700 0.320-n03733805 0.324-n03630383 0.357-fujifilm-dx10 0.437+n03983396 0.759+n02823428`,
  bowl: `
    0.306-n07711569 0.307+image_35 0.308+image_116 0.335-image_119 0.343+n07590611 0.368-image_58 0.411-image_38
    0.495-n07747607 0.587+n04263257 0.592+image_37 0.628+image_56 0.765+n07871810`,
  broccoli: `
    0.305-n07711569 0.309-n07831146 0.459-n07715103 0.475+image_39`,
  bus: `
    0.363-NoExif 0.379-n04286575 0.437-n02701002 0.526+image_65 0.735+n04146614 0.860+Nikon_COOLPIX_P1`,
  cake: `
    0.348-picasa 0.374-fujifilm-dx10 0.480+image_4`,
  car: `
    0.304+22-canon_tags 0.304+n03891332 0.311-image_61 0.313+DSCN0025 0.323+32-lens_data 0.329+DSCN0040
    0.339+image_26 0.357+image_97 0.370+image_83 0.390-image_120 0.425+n03785016 0.430+n04146614 0.430+image_101
    0.473+n03902125 0.476+35-empty 0.529+n03770679 0.532+image_65 0.538+30-type_error 0.562+sanyo-vpcg250
    0.582+45-gps_ifd 0.585+n03977966 0.606+image_87 0.611+n03459775 0.628+DSCN0029 0.640+image_82
    0.679+olympus-c960 0.731+n04204347`,
  carrot: `
    0.312-image_35 0.341-image_38 0.344+image_56 0.355+image_39 0.388+image_37 0.408-n01983481`,
  cat: `
    0.359-n02130308 0.365+empty_gps 0.382-n02128925 0.388+image_3 0.436+n02123045 0.521-n02328150
    0.699+n02127052 0.723+n04209239`,
  'cell phone': `
    0.325-23 0.326-n04074963 0.360-image_87`,
  chair: `
    0.302-n03630383 0.306+image_13 0.312-image_104 0.313+olympus-d320l 0.332-n03290653 0.362-image_117
    0.485+n04152593 0.492+n03983396`,
  clock: `
    0.307-image_65 0.309-image_100 0.337-image_81 0.343-n01496331 0.348-image_80 0.359-DSCN0027 0.371-n02892201
    0.395-japanese-shop 0.450-portrait_2 0.455-image_69 0.517+image_68 0.546-n02859443`,
  couch: `
    0.642+n04404412`,
  cow: `
    0.426-n02398521 0.492-n03891332`,
  cup: `
    0.312-image_116 0.337+image_58 0.360-n03180011 0.382-n02328150 0.395+n07747607 0.415+n03759954
    0.423+n04560804 0.428+craft-beer 0.461+image_110 0.465+image_109 0.487+image_94 0.597+fujifilm-dx10
    0.616+n03733805`,
  'dining table': `
    0.301-fujifilm-dx10 0.309+n03983396 0.311-n04560804 0.342+image_94 0.390+sanyo-vpcsx550 0.396+n07711569
    0.396+image_57 0.400-n07831146 0.407+n07871810 0.414-n04263257 0.454+image_58 0.536+n07579787 0.632+image_4`,
  dog: `
    0.311-n02123597 0.332+n02099429 0.344+n02102177 0.355+n02102973 0.356+n02108915 0.358+n13133613
    0.368+n02110958 0.372-n02128925 0.377+kodak-dc240 0.385+n02105412 0.398+n02096051 0.409+n02107683
    0.415+n02090721 0.423+n02100735 0.430-lzw-no-predictor 0.432+n02093754 0.433+n02108089 0.468+n02089973
    0.478+n02112137 0.480+n02105855 0.485+n02093256 0.498+fujifilm-finepix40i 0.510+n02111500 0.525+n02105056
    0.552+n02107142 0.558+n02110341 0.584+n02091831 0.591+n02088238 0.594+n02085782 0.613-n02443484
    0.616+n02095314 0.617+n02113023 0.647+n02101388 0.688+n02096437 0.697+n02086240 0.734+n02097474
    0.736+n02094114`,
  donut: `
    0.686-n07695742`,
  elephant: `
    0.389-image_96 0.461-n02410509 0.511+n02504458 0.748+image_64`,
  'fire hydrant': `
    0.335-DSCN0029 0.795-DSCN0027`,
  fork: `
    0.355+image_94`,
  frisbee: `
    0.358-Portrait_6 0.400-Portrait_0 0.457-image_26`,
  giraffe: `
    0.303-DSCN0010`,
  horse: `
    0.313-n03888257 0.316-image_32 0.700+image_0`,
  kite: `
    0.331-image_62 0.590-image_107`,
  knife: `
    0.316-craft-beer`,
  laptop: `
    0.341-BlueSquare 0.402+n03642806 0.588+5 0.762+n03777754`,
  motorcycle: `
    0.464-n02966193 0.475+n03785016 0.658+n03127747`,
  mouse: `
    0.309-n02988304 0.413+n03630383`,
  orange: `
    0.301-n07718747 0.340-n12620546 0.476-image_46 0.528-image_56 0.635-image_36`,
  oven: `
    0.303-n04505470 0.399-n02233338 0.483-n04392985`,
  'parking meter': `
    0.300-n03133878 0.558+n03891332`,
  pizza: `
    0.342+image_90 0.349+image_93 0.509-fujifilm-dx10 0.538+image_94 0.594+image_92 0.750+image_91`,
  'potted plant': `
    0.320+image_80 0.411+n04200800 0.452-n02808304 0.457+n03290653 0.479+n02111500 0.508+DSCN0040`,
  refrigerator: `
    0.393-image_117 0.424-n04152593`,
  sandwich: `
    0.300-n01983481`,
  scissors: `
    0.341-n04579432`,
  sheep: `
    0.307-n02138441 0.331-n02488291 0.434+11-tests`,
  'sports ball': `
    0.303-n03344393 0.314-image_29 0.358-image_26 0.371+image_10 0.391+image_44 0.428-image_41 0.465+n03379051
    0.488+image_42 0.560+image_25`,
  'stop sign': `
    0.302-image_61 0.345-DSCN0042 0.421-DSCN0025 0.502-image01980`,
  suitcase: `
    0.331-n02749479 0.346-image_52`,
  'teddy bear': `
    0.344-n13044778`,
  tie: `
    0.304+image_110 0.306+11 0.313-2 0.327+canon-ixus 0.351-1 0.359-n02099429 0.361-25 0.395-n03617480
    0.410-n02100735 0.438-8 0.460+13 0.512+image_111 0.644+27 0.682+26`,
  'traffic light': `
    0.327-image_61 0.364-image_83 0.379-n03902125 0.438+image_65 0.527+n06874185`,
  train: `
    0.341-image_34 0.344-image_83`,
  truck: `
    0.318-image_65 0.364-30-type_error 0.365-n02966193 0.373+olympus-c960 0.439-n03445924 0.500-nikon-e950
    0.595-35-empty 0.644-n03977966 0.669+n04252225`,
  tv: `
    0.352+n04404412 0.404+n03180011 0.406+n04152593 0.450+n02098286 0.649+n02105056 0.728+n03290653`,
  umbrella: `
    0.542-n04044716 0.682-n12998815`,
  vase: `
    0.312-n03935335 0.328-n04131690 0.329-image_45 0.340-n02672831 0.358-n07930864 0.367-image_37
    0.371+iphone_hdr_NO 0.399+n03290653 0.437-n03443371 0.461-n03866082 0.473+iphone_hdr_YES
    0.503-notocactus_minimus 0.516+sony-cybershot 0.527-Canon_PowerShot_S40`,
  'wine glass': `
    0.410+n09229709 0.570+n07579787`,
};

const FACES = `
    0.351-n02107683 0.353-image01551 0.357+image_28 0.357-image_10 0.358-sanyo-vpcsx550 0.364-n02088238
    0.364-n03970156 0.372-fujifilm-finepix40i 0.373-n03314780 0.379-n02093754 0.384-n02094114 0.385+n03394916
    0.386-n01630670 0.398-n02877765 0.414-n02398521 0.423-n07930864 0.424-image_54 0.428-n02823428
    0.434-n03804744 0.438+n02948072 0.439-n04286575 0.447-18 0.451-n04548362 0.463-n04465501 0.469-n02395406
    0.471-fujifilm-dx10 0.472-n03706229 0.497-n06874185 0.525-n02988304 0.578-n02109961 0.580-image_50
    0.615-n03733805 0.631-PaintTool_sample 0.640+n02087046 0.662-n04090263 0.675+n03729826 0.700-n02895154
    0.709-n02110958 0.730-n04146614 0.736+24 0.743+Konica_Minolta_DiMAGE_Z3 0.749+image_87 0.757+image01137
    0.759+image01088 0.779+kodak-dc210 0.781+n04141076 0.786-n02490219 0.787+image_117 0.797+image_27
    0.799+portrait-orientation-6 0.809+portrait 0.824+n04485082 0.849-n02869837 0.867+image_86 0.877+9
    0.880+Issue_247-2 0.880+n04487394 0.884+n03450230 0.884-n02493509 0.886+n03642806 0.886+5 0.887+n03924679
    0.890+image_88 0.892+2 0.895+12 0.904+n03617480 0.904+image_116 0.906+DudleyLeavittUtah 0.906+n02098286
    0.906+image00971 0.910+n02113712 0.917+image_89 0.917+n03124170 0.920+22 0.921+23 0.925+n02514041 0.928+3
    0.933+Issue_247-1 0.936+n03720891 0.937+n04366367 0.937+image_111 0.938+19 0.944+13 0.947+n02641379
    0.949+image_85 0.952+craft-beer 0.952+n04235860 0.957+17 0.970+image_110 0.974+n04532106`;

/** On people sets alone: elsewhere it takes paws and starfish for hands. */
const HANDS = `
    0.401+19 0.403+16 0.466-image_29 0.503+image_111 0.547+18 0.561+fujifilm-dx10 0.569-n04005630 0.622+5
    0.626-22 0.723+n03450230 0.770+23 0.798+image_26 0.798+craft-beer 0.801+image_116 0.897+n03642806
    0.907+n03124170 0.917+n02113712 0.921+n03617480 0.937+n04235860 0.961+image_113 0.973+24 0.986+2
    0.987+image00971 0.994+n04532106 0.994+n03720891`;

export interface JudgedScore {
  readonly label: string;
  readonly score: number;
  readonly isRight: boolean;
}

const read = (label: string, list: string): JudgedScore[] =>
  list
    .trim()
    .split(/\s+/)
    .map((text) => ({ label, score: Number.parseFloat(text), isRight: text.includes('+') }));

export const JUDGED_OBJECTS: readonly JudgedScore[] = Object.entries(OBJECTS).flatMap(([label, list]) =>
  read(label, list),
);
export const JUDGED_FACES: readonly JudgedScore[] = read('face', FACES);
export const JUDGED_HANDS: readonly JudgedScore[] = read('hand', HANDS);
