import type { mapEn } from './map-en.ts';

/** The texts of the map of clusters, in Portuguese. */
export const mapPt: typeof mapEn = {
  title: 'Mapa dos grupos',
  about: 'Grupos parecidos ficam lado a lado.',
  count: (shown: string, total: string) =>
    shown === total ? `${total} grupos` : `Os ${shown} maiores de ${total} grupos`,
  canvas: 'Mapa dos grupos. As setas vão de um a outro, Enter abre em Revisar, Espaço escolhe.',
  colourBy: 'Colorir por',
  colourings: { label: 'Rótulo', people: 'Pessoas', reviewed: 'Decididos' },
  people: { people: 'Com pessoas', undecided: 'Incerto', none: 'Sem pessoas' },
  reviewed: { yes: 'Com decisão', no: 'Ainda sem decisão' },
  otherLabel: 'Outros rótulos',
  legend: 'Cores: aperte uma para escolher os grupos dela',
  entry: (label: string, count: string) => `${label}, ${count} grupos`,
  modes: 'O ponteiro',
  mode: { move: 'Move', lasso: 'Laço', box: 'Caixa' },
  whole: 'Mapa inteiro',
  nearer: 'Mais perto',
  farther: 'Mais longe',
  cluster: (photos: number, text: string) => (photos === 1 ? '1 foto' : `${text} fotos`),
  announce: (label: string, photos: string, place: string) => `${label}, ${photos}, grupo ${place}`,
  open: 'Abrir em Revisar',
  hint: 'Um clique abre o grupo em Revisar. Arraste com Shift para escolher vários.',
  chosen: (clusters: string) => `${clusters} grupos escolhidos`,
  arranging: (share: string) => `O mapa está sendo arrumado: ${share}`,
  old: 'Os grupos mudaram desde então: o mapa está sendo arrumado de novo.',
  failed: 'O mapa não pôde ser arrumado',
  emptyTitle: 'Ainda não há grupos',
  emptyText: 'Execute as etapas primeiro: elas fazem vetores e grupos, e o mapa vem depois.',
  list: 'Voltar à lista',
  deed: 'Mapa dos grupos',
};
