import { describe, expect, test } from 'vitest';
import { cluster, member, sheet } from './contact-sheet.fixture.ts';
import { trustOfAll } from './date-trust.ts';
import { escapeHtml, localAddress } from './html.ts';
import { renderContactSheet } from './render-contact-sheet.ts';
import { STYLE } from './style.ts';

const EVIL = `"><img src=x onerror=alert(1)> 'a' & b\n</script><script>alert(2)</script>`;

/** The rows without head and script. */
const bodyOf = (page: string): string => page.slice(page.indexOf('<body>'), page.lastIndexOf('<script>'));

describe('escapeHtml', () => {
  test.each([
    { input: 'plain', expected: 'plain' },
    { input: `<a href="x">'&'</a>`, expected: '&lt;a href=&quot;x&quot;&gt;&#39;&amp;&#39;&lt;/a&gt;' },
    { input: 'line\nbreak\ttab', expected: 'line␊break␉tab' },
    { input: 'gpj.\u202egnp', expected: 'gpj.\ufffdgnp' },
    { input: 'Petrópolis 日本 🌊', expected: 'Petrópolis 日本 🌊' },
    { input: '', expected: '' },
  ])('turns $input into $expected', ({ input, expected }) => {
    expect(escapeHtml(input)).toBe(expected);
  });
});

describe('localAddress', () => {
  test.each([
    { input: 'thumbs/a.jpg', expected: 'thumbs/a.jpg' },
    { input: 'page-2.html#rows', expected: 'page-2.html#rows' },
    { input: 'data:image/jpeg;base64,AAAA', expected: 'data:image/jpeg;base64,AAAA' },
    { input: 'data:text/html;base64,AAAA', expected: '' },
    { input: 'data:image/svg+xml;base64,AAAA', expected: '' },
    { input: ' javascript:alert(1)', expected: '' },
    { input: 'https://example.org/a.jpg', expected: '' },
    { input: '//example.org/a.jpg', expected: '' },
    { input: '\\\\example.org\\a.jpg', expected: '' },
  ])('makes "$expected" of "$input"', ({ input, expected }) => {
    expect(localAddress(input)).toBe(expected);
  });
});

describe('trustOfAll', () => {
  test.each([
    { members: [member()], expected: { level: 'sure', words: 'hour sure' } },
    {
      members: [member(), member({ trust: 0.5 })],
      expected: { level: 'likely', words: 'day sure on 1 of 2' },
    },
    { members: [member({ uncertain: true })], expected: { level: 'doubtful', words: 'date doubtful' } },
    {
      members: [member({ trust: 0.1 }), member({ when: '' })],
      expected: { level: 'none', words: 'no date on 1 of 2' },
    },
    { members: [], expected: { level: 'none', words: 'no date' } },
  ])('is as sure as the least sure photo: $expected.words', ({ members, expected }) => {
    expect(trustOfAll(members)).toEqual(expected);
  });
});

describe('the contact sheet', () => {
  test('shows names, times, places, tags with score and reason, and what holds for some photos only', () => {
    const page = renderContactSheet(sheet());
    for (const text of [
      'Rio de Janeiro',
      '2 photos',
      'hour sure',
      'sea',
      '93 %',
      'taught label, 41 examples',
      '1/2',
      '05:58:19',
    ])
      expect(bodyOf(page)).toContain(text);
  });

  test('lets no text out of its place, wherever it comes from', () => {
    const tag = { name: EVIL, score: 0.5, reason: EVIL, count: 1 };
    const page = renderContactSheet(
      sheet({
        title: EVIL,
        generatedAt: EVIL,
        libraryFolders: [EVIL],
        page: { number: 1, count: 2, hrefs: [EVIL, `javascript:${EVIL}`] },
        clusters: [
          cluster({
            id: EVIL,
            name: EVIL,
            place: EVIL,
            medoid: { thumb: EVIL, fileName: EVIL, width: 1, height: 1 },
            members: [member({ thumb: EVIL, fileName: EVIL, when: EVIL, dateReason: EVIL }), member()],
            ckTags: [tag],
            aiTags: [tag],
          }),
        ],
        problems: [{ path: EVIL, stage: EVIL, status: 'failed', reason: EVIL }],
      }),
    );
    expect(page).not.toContain('<img src=x');
    expect(page).not.toContain('alert(2)</script>');
    expect(page).not.toContain('javascript:');
    expect(page.match(/<script>/g)).toHaveLength(1);
    // Every attribute is closed by the quote that opened it.
    expect(
      bodyOf(page).replaceAll(/<[a-z][a-z0-9]*(?: [a-z-]+(?:="[^"<>]*")?)*>|<\/[a-z0-9]+>/gi, ''),
    ).not.toMatch(/[<>]/);
  });

  test('says so where there is nothing', () => {
    const none = sheet().summary;
    expect(renderContactSheet(sheet({ clusters: [] }))).toContain('No clusters yet');
    expect(renderContactSheet(sheet({ clusters: [], summary: { ...none, files: 0 } }))).toContain(
      'No photos found',
    );
    const untagged = renderContactSheet(sheet({ clusters: [cluster({ ckTags: [], aiTags: [] })] }));
    expect(untagged).toContain('No proposals yet');
    expect(renderContactSheet(sheet({ clusters: [] }))).not.toContain('id="find"');
  });

  test.each([
    { peopleSet: true as const, expected: 'people set</span>' },
    { peopleSet: 'undecided' as const, expected: 'people not decided</span>' },
  ])('marks a row that stays on the machine: $peopleSet', ({ peopleSet, expected }) => {
    const lock = 'class="lock';
    expect(renderContactSheet(sheet({ clusters: [cluster({ peopleSet })] }))).toContain(expected);
    expect(renderContactSheet(sheet())).not.toContain(lock);
  });

  test('names the members that it does not show', () => {
    expect(renderContactSheet(sheet({ clusters: [cluster({ memberCount: 41 })] }))).toContain('+ 39 more');
  });

  test('lists problems with the failed ones first', () => {
    const page = renderContactSheet(
      sheet({
        problems: [
          { path: 'b.jpg', stage: 'scan', status: 'duplicate', reason: 'same bytes' },
          { path: 'a.jpg', stage: 'proxies', status: 'failed', reason: 'ends too early' },
        ],
      }),
    );
    expect(page).toContain('1 failed, 1 duplicate');
    expect(page.indexOf('a.jpg')).toBeLessThan(page.indexOf('b.jpg'));
  });

  test('links to neighbouring, first and last pages', () => {
    const hrefs = Array.from({ length: 20 }, (_, i) => `page-${i + 1}.html`);
    const page = renderContactSheet(sheet({ page: { number: 10, count: 20, hrefs } }));
    const linked = new Set([...page.matchAll(/href="page-(\d+)\.html"/g)].map((match) => Number(match[1])));
    expect([...linked].toSorted((a, b) => a - b)).toEqual([1, 8, 9, 11, 12, 20]);
    expect(page).toContain('<span aria-current="page">10</span>');
  });

  test('loads nothing from elsewhere, and forbids it', () => {
    const page = renderContactSheet(sheet());
    expect(page).not.toMatch(/https?:|@import|url\(|<link(?! rel="icon" href="data:)|<iframe/);
    expect(page).toContain('default-src &#39;none&#39;');
  });

  test('holds 500 clusters of 12 photos, each picture with a text in its place and loaded when it is needed', () => {
    const members = Array.from({ length: 12 }, (_, i) => member({ fileName: `IMG_${i}.JPG` }));
    const clusters = Array.from({ length: 500 }, (_, i) =>
      cluster({ id: `c${i}`, memberCount: 12, members }),
    );
    const page = renderContactSheet(sheet({ clusters }));
    expect(page.match(/<article/g)).toHaveLength(500);
    const images = page.match(/<img [^>]*>/g) ?? [];
    expect(images).toHaveLength(500 * 13);
    expect(images.filter((image) => !/alt="[^"]+".* loading="lazy" decoding="async"/.test(image))).toEqual(
      [],
    );
  });
});

describe('the colours', () => {
  const luminance = (hex: string): number => {
    const full = hex.length === 4 ? [...hex.slice(1)].map((digit) => digit + digit).join('') : hex.slice(1);
    const [r, g, b] = [0, 2, 4].map((at) => {
      const s = Number.parseInt(full.slice(at, at + 2), 16) / 255;
      return s <= 0.04045 ? s / 12.92 : ((s + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r! + 0.7152 * g! + 0.0722 * b!;
  };
  const schemes = [...STYLE.matchAll(/:root \{([^}]*)\}/g)].map((match) =>
    Object.fromEntries(
      [...match[1]!.matchAll(/--([a-z-]+): (#[0-9a-f]+)/g)].map(([, name, hex]) => [name, hex]),
    ),
  );
  const pairs = [
    ['text', 'ground'],
    ['text', 'raised'],
    ['soft', 'ground'],
    ['soft', 'raised'],
    ['ck', 'ck-ground'],
    ['ai', 'ai-ground'],
    ['sure', 'ground'],
    ['likely', 'ground'],
    ['doubtful', 'ground'],
    ['lock', 'lock-ground'],
    ['lock', 'ground'],
  ];

  // WCAG 2.2, success criterion 1.4.3.
  test.each(
    ['light', 'dark', 'print'].flatMap((scheme, i) =>
      pairs.map(([ink, paper]) => ({ scheme, i, ink: ink!, paper: paper! })),
    ),
  )('have a contrast of 4.5 or more: $scheme, $ink on $paper', ({ i, ink, paper }) => {
    const of = (name: string): number => luminance(schemes[i]![name] ?? schemes[0]![name]!);
    const [high, low] = [of(ink), of(paper)].toSorted((a, b) => b - a);
    expect((high! + 0.05) / (low! + 0.05)).toBeGreaterThanOrEqual(4.5);
  });
});
