/** Workers of a library in Postgres, in the Run panel. */
export const workersEn = {
  title: 'Workers',
  none: 'No worker is at work on this library. Start one with photo-tag worker.',
  worker: 'Worker',
  device: 'Device',
  state: 'State',
  atWork: 'At work on',
  heard: (seconds: string) => `heard ${seconds} s ago`,
  all: 'all stages',
  states: {
    working: 'working',
    idle: 'waits for work',
    draining: 'finishes what it has',
    silent: 'not heard; others do its work',
  },
  givenUp: 'Given up; the next run tries it anew',
  batch: (stage: string, count: string) => `${stage}: a batch of ${count}`,
};

export const workersPt: typeof workersEn = {
  title: 'Processos',
  none: 'Nenhum processo trabalha nesta biblioteca. Inicie um com photo-tag worker.',
  worker: 'Processo',
  device: 'Dispositivo',
  state: 'Estado',
  atWork: 'Trabalhando em',
  heard: (seconds: string) => `visto há ${seconds} s`,
  all: 'todas as etapas',
  states: {
    working: 'trabalhando',
    idle: 'à espera de trabalho',
    draining: 'termina o que tem',
    silent: 'sem sinal; outros fazem o seu trabalho',
  },
  givenUp: 'Abandonado; a próxima execução tenta de novo',
  batch: (stage: string, count: string) => `${stage}: um lote de ${count}`,
};
