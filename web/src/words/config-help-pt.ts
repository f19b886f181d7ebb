/**
 * What the schema says of its settings and sections, in Portuguese. The English text is the schema's own: a setting that
 * is new is explained in English until it stands here.
 */
export const CONFIG_HELP_PT: Readonly<Record<string, string>> = {
  roots: 'Pastas com as suas fotos. Elas só são lidas, a não ser pelos sidecars que você manda gravar.',
  proxy: 'Cópias pequenas (JPEG sRGB, na vertical certa): os únicos pixels que os modelos veem.',
  'proxy.max_size': 'Lado maior; nunca aumentado.',
  'proxy.jpeg_quality': 'Qualidade do JPEG.',
  'proxy.cache_dir': 'Onde as cópias ficam.',
  'proxy.bucket':
    'Um bucket de um serviço compatível com S3 em que as cópias também ficam, para máquinas sem pasta em comum: s3://bucket/prefixo, um prefixo por biblioteca. Todas as cópias vão para lá, também as de conjuntos de pessoas. As chaves vêm do ambiente: AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY. Vazio: nenhum, nada é enviado. docs/bucket.md.',
  'proxy.bucket_endpoint':
    'Onde está um serviço seu (MinIO, Garage, Ceph): https://minio.example:9000. Com http, todos no caminho veem as fotos. Vazio: Amazon S3.',
  'proxy.bucket_region': 'Região do bucket; como o seu próprio serviço a chama.',
  index: 'Quais arquivos contam como fotos.',
  'index.include_ext': 'Extensões de arquivo, em maiúsculas ou minúsculas.',
  'index.exclude_regex':
    'Expressões regulares (sintaxe RE2, sem distinguir maiúsculas), testadas no caminho abaixo da pasta e no nome do arquivo: o que combina fica de fora.',
  'index.follow_symlinks': 'Seguir links simbólicos; nunca para fora das pastas e nunca em círculo.',
  date_resolver: 'Como a data de uma foto é encontrada a partir de testemunhas pouco confiáveis.',
  'date_resolver.sane_range': 'Primeira e última data em que se acredita.',
  'date_resolver.outlier_days': 'Uma data EXIF mais longe que isso da mediana da pasta é posta em dúvida.',
  'date_resolver.weights.exif_original': 'Peso de DateTimeOriginal no EXIF.',
  'date_resolver.weights.exif_create': 'Peso de CreateDate ou ModifyDate no EXIF.',
  'date_resolver.weights.fs_time': 'Peso da data do arquivo: a mais antiga entre modificação e criação.',
  'date_resolver.weights.path_tokens': 'Peso das datas em nomes de pastas e arquivos.',
  'date_resolver.weights.sequence_consistency': 'Peso da numeração de arquivos que sobe com o tempo.',
  embeddings: 'Vetores das imagens, para grupos e busca.',
  'embeddings.model': 'embedded vem com a instalação; outros nomes são os do open_clip (ViT-L-14).',
  'embeddings.pretrained': 'Pesos do modelo, com os nomes do open_clip.',
  'embeddings.batch_size': 'Imagens por lote.',
  'embeddings.device':
    'Onde rodam as redes do open_clip; auto: na GPU onde ela pode ser usada, senão na CPU.',
  'embeddings.precision':
    'Pesos das redes do open_clip. auto: fp16 na GPU, int8 na CPU; o primeiro que houver.',
  models: 'Redes que `photo-tag models pull` traz.',
  'models.dir': 'Onde as redes ficam; várias bibliotecas podem usar a mesma pasta.',
  'models.mirror': 'Servidor de onde as redes vêm, ou um espelho dele.',
  clustering: 'Como as fotos de uma janela de tempo viram grupos.',
  'clustering.method': 'threshold é só a ligação simples.',
  'clustering.min_cluster_size': 'O menor grupo do HDBSCAN.',
  'clustering.min_samples': 'Vizinhos do HDBSCAN, sem contar a própria foto.',
  'clustering.cosine_threshold': 'A ligação simples junta fotos mais próximas que isto.',
  'clustering.time_window_minutes': 'Veja window_mode.',
  'clustering.window_mode': 'gap: uma pausa maior começa uma janela nova; fixed: janelas desse comprimento.',
  ck_tagging: 'Etiquetas do seu vocabulário.',
  'ck_tagging.vocab_file': 'O seu vocabulário; sem o arquivo, as palavras iniciais.',
  'ck_tagging.max_ck_tags': 'No máximo tantas por foto.',
  ai_tagging: 'Etiquetas livres.',
  'ai_tagging.use_openai_vision':
    'Permitir o serviço de visão para medoides, onde você o pede com --vision. Sem isso nada é enviado a lugar nenhum.',
  'ai_tagging.openai_model': 'Modelo do serviço de visão.',
  'ai_tagging.base_url':
    'Qualquer serviço que fale o protocolo da OpenAI: hospedado, ou Ollama (http://localhost:11434/v1), vLLM e semelhantes. A chave vem do ambiente, OPENAI_API_KEY.',
  'ai_tagging.allow_hosts':
    'Os únicos servidores que base_url pode nomear; com porta, só essa porta. Nenhum redirecionamento leva a outro lugar.',
  'ai_tagging.budget_usd':
    'Limite rígido para uma execução do serviço de visão; o que uma chamada pode custar no máximo é reservado antes dela.',
  'ai_tagging.prices':
    'Dólares por milhão de tokens, e como uma imagem é contada: tiles [imagem, cada bloco de 512 px] ou patches (tokens de cada 32 px). Um modelo que não está aqui não pode ser usado, a não ser nesta máquina, onde não custa nada.',
  'ai_tagging.image_edge':
    'Lado maior da cópia enviada; nunca mais que a cópia pequena. 0: o que a regra de preço torna mais barato, 512, e 1024 onde imagens não custam nada.',
  'ai_tagging.max_output_tokens':
    'A resposta mais longa; os preços podem dizer outra coisa para modelos que pensam antes.',
  'ai_tagging.concurrency': 'Chamadas ao serviço de visão ao mesmo tempo.',
  'ai_tagging.requests_per_minute': 'Limite da sua conta; 0: o que o serviço disser.',
  'ai_tagging.tokens_per_minute': 'Limite da sua conta; 0: o que o serviço disser.',
  'ai_tagging.timeout_seconds': 'Uma chamada é abandonada quando nada se ouve por esse tempo.',
  'ai_tagging.attempts': 'Tentativas para uma imagem.',
  'ai_tagging.max_ai_tags': 'No máximo tantas por foto.',
  'ai_tagging.city_whitelist':
    'Cidades que podem virar etiquetas: nomes da lista inicial, ou com nome, outras palavras, posição e raio.',
  'ai_tagging.prompt_extra_concepts': 'Banco de conceitos: etiquetas livres que são sempre tentadas.',
  people_policy: 'Conjuntos de pessoas: grupos com nus, retratos, dança.',
  'people_policy.allow_openai_on_people_sets':
    'Deixar que o serviço de visão veja medoides de conjuntos de pessoas em que cada foto foi verificada. Fotos em dúvida ficam aqui mesmo assim. Desligado: nenhuma sai da máquina.',
  'people_policy.detector':
    'Quem procura pessoas e objetos: auto (uma rede baixada, senão a embutida), embedded, ou um nome de `photo-tag models list`.',
  'people_policy.face_detector':
    'Quem procura rostos: auto, embedded, ou um nome de `photo-tag models list`.',
  ocr: 'Ler texto nas imagens. Não faz parte desta versão; tem de ficar desligado.',
  'ocr.enable': 'Ler texto.',
  'ocr.min_confidence': 'Palavras abaixo disto são descartadas.',
  heuristics: 'Regras práticas.',
  'heuristics.studio_black_vs_night.enable':
    'Usar a regra que distingue um estúdio de fundo preto de uma cena noturna.',
  'heuristics.studio_black_vs_night.iso_threshold': 'O maior ISO de um estúdio.',
  'heuristics.studio_black_vs_night.face_required_for_studio':
    'Uma pessoa não basta, um rosto tem de aparecer.',
  'heuristics.studio_black_vs_night.dark_ratio': 'A menor parte de pixels escuros.',
  xmp: 'Arquivos sidecar.',
  'xmp.prefix_ck': 'Antes das etiquetas controladas.',
  'xmp.prefix_ai': 'Antes das etiquetas livres.',
  'xmp.private_prefix':
    'Na frente de todas as palavras-chave de conjuntos de pessoas, para que um filtro as retire ao exportar: PRIVATE: dá PRIVATE:CK:portrait. Vazio: nada.',
  'xmp.targets':
    'Listas que recebem as etiquetas: dc:subject (CK:flower) para todos os programas, lr:hierarchicalSubject (CK|flower) para Lightroom, Capture One e darktable, digikam (digiKam:TagsList, CK/flower) para digiKam.',
  'xmp.write_concurrency':
    'Threads que gravam sidecars. Cada uma tem até 24 em andamento, que esperam juntos pelo disco.',
  'xmp.naming':
    'adobe: IMG_1.xmp; full: IMG_1.CR2.xmp; auto: o que existe, senão adobe para RAW e full para o resto.',
  'xmp.sidecar_root':
    'Pasta espelho para sidecars de pastas em que não se pode gravar. Vazio: data/sidecars.',
  review: 'A revisão na página.',
  'review.enable': 'Oferecer a revisão.',
  'review.default_apply_to_cluster': 'Uma decisão vale para o grupo inteiro.',
  'review.audit_csv': 'Tabela do que foi proposto e do que foi gravado.',
  runtime: 'A máquina.',
  'runtime.workers': 'Threads das etapas pesadas.',
  'runtime.cache_db':
    'Banco de dados: um arquivo SQLite, ou postgres://usuario@host/banco. PHOTO_TAG_DATABASE_URL prevalece.',
};
