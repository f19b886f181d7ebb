import type { ContactSheet, SheetCluster, SheetMember } from './contact-sheet.ts';

const PIXEL = 'data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7';

export const member = (change: Partial<SheetMember> = {}): SheetMember => ({
  thumb: PIXEL,
  fileName: 'IMG_2201.JPG',
  when: '3 May 2014, 05:58:12',
  trust: 0.9,
  dateReason: 'DateTimeOriginal and folder name agree',
  uncertain: false,
  ...change,
});

export const cluster = (change: Partial<SheetCluster> = {}): SheetCluster => ({
  id: 'a1',
  name: '3 May 2014, 05:58 – 06:02',
  place: 'Rio de Janeiro',
  method: 'hdbscan',
  peopleSet: false,
  memberCount: 2,
  medoid: { thumb: 'thumbs/a1.jpg', fileName: 'IMG_2201.JPG', width: 480, height: 320 },
  members: [member(), member({ fileName: 'IMG_2202.JPG', when: '3 May 2014, 05:58:19' })],
  ckTags: [{ name: 'sea', score: 0.93, reason: 'taught label, 41 examples', count: 2 }],
  aiTags: [{ name: 'pink sky', score: 0.58, reason: 'measured colour', count: 1 }],
  ...change,
});

export const sheet = (change: Partial<ContactSheet> = {}): ContactSheet => ({
  title: 'Contact sheet',
  generatedAt: 'on 22 November 2025',
  libraryFolders: ['/photos'],
  summary: {
    files: 3,
    photos: 2,
    clusters: 1,
    tagged: 2,
    duplicates: 0,
    skipped: 1,
    failed: 0,
    peopleSets: 0,
    dated: 2,
  },
  page: { number: 1, count: 1, hrefs: ['page-1.html'] },
  clusters: [cluster()],
  problems: [],
  ...change,
});
