import type { HttpProblemCode } from '../../../src/http/contract/problem.ts';

interface ErrorWords {
  readonly title: string;
  readonly remedy: string;
  /** It may be many a thing: what the program said is seen at once. */
  readonly isVague?: boolean;
}

/**
 * What went wrong, in Portuguese, by the code that the program gives it. Its own sentence, which names the file or the
 * setting, is English: it stands behind this one. In English it says more than any table could, and stands alone.
 */
export const ERRORS_PT = {
  UNREACHABLE: {
    title: 'O photo-tag não responde',
    remedy: 'Inicie-o de novo na pasta dele: photo-tag serve.',
  },
  CONFIG_INVALID: {
    title: 'A configuração não é válida',
    remedy: 'Corrija o que está indicado; no painel Ajustes cada erro aparece no seu lugar.',
    isVague: true,
  },
  CONFIG_MISSING: {
    title: 'O arquivo de configuração não pode ser lido',
    remedy: 'Verifique o nome e se o arquivo pode ser lido.',
  },
  ROOT_MISSING: {
    title: 'Uma pasta de fotos não está lá',
    remedy: 'O disco está conectado e o nome está certo? Nada foi marcado como perdido.',
  },
  NO_ROOTS: {
    title: 'Nenhuma pasta com fotos está indicada',
    remedy: 'Acrescente uma no painel Ajustes, ou na linha de comando: photo-tag serve /caminho/das/fotos.',
  },
  LOCKED: {
    title: 'Agora não: outro trabalho está em andamento nesta biblioteca',
    remedy: 'Espere que termine, ou cancele-o: o que está feito fica.',
  },
  TOOL_MISSING: {
    title: 'Falta um programa de que o photo-tag precisa',
    remedy: 'Instale o que falta e inicie de novo; photo-tag doctor diz o que é.',
    isVague: true,
  },
  TOOL_FAILED: {
    title: 'Um programa usado pelo photo-tag falhou',
    remedy:
      'O que estava feito ficou. Inicie de novo; se acontecer outra vez, relate o que está escrito abaixo.',
    isVague: true,
  },
  MODEL_MISSING: {
    title: 'Falta um modelo, ou ele ainda não serve para isto',
    remedy: 'Veja abaixo qual; photo-tag models mostra os que existem e os que estão instalados.',
    isVague: true,
  },
  MODEL_CHANGED: {
    title: 'Um arquivo de modelo não é o que foi baixado',
    remedy: 'Baixe-o de novo: photo-tag models pull.',
  },
  DOWNLOAD_FAILED: {
    title: 'O arquivo não pôde ser baixado',
    remedy: 'Verifique a rede e tente de novo: continua de onde parou.',
  },
  STORE_UNUSABLE: {
    title: 'O banco de dados da biblioteca não pode ser usado',
    remedy: 'Veja abaixo o motivo; photo-tag doctor examina a biblioteca.',
    isVague: true,
  },
  DISK_FULL: {
    title: 'O disco está cheio',
    remedy: 'Libere espaço e faça de novo: o que estava feito ficou.',
  },
  DATA_FOLDER: {
    title: 'Não é possível gravar na pasta de dados',
    remedy: 'Verifique o espaço no disco e as permissões da pasta.',
  },
  BUCKET_UNUSABLE: {
    title: 'O bucket das cópias pequenas não pode ser usado',
    remedy: 'Veja abaixo o motivo; photo-tag doctor experimenta o bucket. O que estava feito ficou.',
    isVague: true,
  },
  FILE_CHANGED: {
    title: 'Outro programa mudou o arquivo nesse meio-tempo',
    remedy: 'Salve e feche lá, e faça de novo aqui. Nada foi alterado.',
  },
  PORT_IN_USE: {
    title: 'A porta está ocupada por outro programa',
    remedy: 'Escolha outra com --port.',
  },
  VISION_UNUSABLE: {
    title: 'O serviço de visão não pode ser usado',
    remedy: 'Todo o resto continua sem ele. Veja abaixo o motivo e corrija-o.',
    isVague: true,
  },
  USAGE: {
    title: 'Assim não é possível',
    remedy: 'Abaixo está o que o programa disse, e o que fazer.',
    isVague: true,
  },
  DEED_MOVED: {
    title: 'Isso não pode mais ser desfeito assim',
    remedy: 'Outra decisão veio depois. Desfaça aquela primeiro, ou decida de novo.',
  },
  CANCELLED: {
    title: 'Foi cancelado, ou já tinha terminado',
    remedy: 'O que está feito fica. Inicie de novo quando quiser.',
  },
  NOT_FOUND: {
    title: 'Isso não existe, ou não existe mais',
    remedy: 'Uma nova execução pode ter mudado os grupos. Carregue a página de novo.',
  },
  BAD_REQUEST: {
    title: 'O programa não entendeu o pedido',
    remedy: 'Carregue a página de novo; se acontecer outra vez, relate o que está escrito abaixo.',
    isVague: true,
  },
  FOREIGN_HOST: {
    title: 'Este servidor não atende por esse nome',
    remedy: 'Abra a página por http://127.0.0.1 com a porta, ou indique o nome com --name.',
  },
  FOREIGN_PAGE: {
    title: 'O pedido veio de outra página e foi recusado',
    remedy: 'Use a própria página do photo-tag.',
  },
  TOKEN_WANTED: {
    title: 'Falta a chave de acesso, ou ela está errada',
    remedy: 'Abra o link que o photo-tag mostrou no terminal.',
  },
  TOO_LARGE: {
    title: 'É demais de uma vez',
    remedy: 'Selecione menos e faça em partes.',
  },
  TOO_SLOW: {
    title: 'O pedido demorou demais para chegar',
    remedy: 'Verifique a rede e tente de novo.',
  },
  TOO_MANY_REQUESTS: {
    title: 'Foram pedidos demais ao mesmo tempo',
    remedy: 'Espere um pouco e tente de novo.',
  },
  UNSUPPORTED_MEDIA: {
    title: 'O programa não entendeu o formato do pedido',
    remedy: 'Carregue a página de novo.',
  },
  PAGE_NOT_BUILT: {
    title: 'A página não foi construída',
    remedy: 'Execute npm run build e inicie de novo.',
  },
  INTERNAL: {
    title: 'O photo-tag tem um defeito',
    remedy: 'Por favor, relate o que está escrito abaixo, com o que photo-tag doctor diz.',
    isVague: true,
  },
} satisfies Record<HttpProblemCode | 'UNREACHABLE', ErrorWords>;

/** Null where the code is one that this page does not know. */
export const errorPt = (code: string | undefined): ErrorWords | null =>
  (ERRORS_PT as Readonly<Record<string, ErrorWords>>)[code ?? ''] ?? null;
