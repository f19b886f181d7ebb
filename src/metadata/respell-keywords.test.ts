import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { readSidecarKeywords } from './read-sidecar-keywords.fixture.ts';
import type { KeywordLists, RespellingLists, SidecarChange } from './sidecar-writer.ts';
import { XmpSidecarWriter } from './xmp-sidecar-writer.ts';

const base = mkdtempSync(join(tmpdir(), 'photo-tag-respell-'));
const writer = new XmpSidecarWriter();
afterAll(async () => {
  await writer.close();
  rmSync(base, { recursive: true, force: true });
});

const SOMEBODYS = `<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
 <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
  <rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"
    xmlns:crs="http://ns.adobe.com/camera-raw-settings/1.0/" crs:Exposure2012="+0.85">
   <dc:subject>
    <rdf:Bag>
     <rdf:li>Família</rdf:li>
     <rdf:li xml:lang="x-default">CK:sea</rdf:li>
    </rdf:Bag>
   </dc:subject>
  </rdf:Description>
 </rdf:RDF>
</x:xmpmeta>
<?xpacket end="w"?>`;

const FLOWER: RespellingLists = {
  subject: [{ from: 'CK:flower', to: 'CK:bloom' }],
  hierarchicalSubject: [{ from: 'CK|flower', to: 'CK|plants|bloom' }],
};
const lists = (...names: string[]) => ({
  subject: names.map((name) => `CK:${name}`),
  hierarchicalSubject: names.map((name) => `CK|${name}`),
});

let count = 0;
let sidecar: string;
beforeEach(() => {
  sidecar = join(base, `${count++}.xmp`);
});
const text = () => readFileSync(sidecar, 'utf8');
const done = async (change: ReturnType<typeof writer.respell>): Promise<SidecarChange> => {
  const result = await change;
  if (result.status !== 'written') throw new Error(JSON.stringify(result));
  return result.change;
};
const write = (...names: string[]) => done(writer.write({ sidecar, ...lists(...names) }));
const respell = (lists: RespellingLists, takesBack: string | null = null) =>
  done(writer.respell({ sidecar, respell: lists, takesBack }));
const subjects = () => readSidecarKeywords(sidecar).subject;
const remove = (lists: KeywordLists, traces: (string | null)[], deleteIfOurs = false) =>
  done(writer.remove({ sidecar, remove: lists, traces: traces.filter((one) => one !== null), deleteIfOurs }));

describe('keywords of ours that are spelled otherwise', () => {
  it('change in their place, and no other byte with them', async () => {
    writeFileSync(sidecar, SOMEBODYS);
    await write('flower', 'fog');
    const before = text();
    const change = await respell(FLOWER);
    expect(text()).toBe(before.replace('CK:flower', 'CK:bloom').replace('CK|flower', 'CK|plants|bloom'));
    expect(change).toMatchObject({
      add: { subject: ['CK:bloom'], hierarchicalSubject: ['CK|plants|bloom'] },
      remove: { subject: ['CK:flower'], hierarchicalSubject: ['CK|flower'] },
      creates: false,
      deletes: false,
    });
  });

  it('come back to the byte', async () => {
    writeFileSync(sidecar, SOMEBODYS);
    await write('flower', 'fog');
    const before = text();
    const { trace } = await respell(FLOWER);
    const back = await respell({}, trace);
    expect(text()).toBe(before);
    expect(back).toMatchObject({ add: { subject: ['CK:flower'] }, remove: { subject: ['CK:bloom'] } });
  });

  it('come back in their place where another program wrote since, whose work stays', async () => {
    writeFileSync(sidecar, SOMEBODYS);
    await write('flower', 'fog');
    const before = text();
    const { trace } = await respell(FLOWER);
    writeFileSync(sidecar, text().replace('+0.85', '-1.20'));
    await respell(
      {
        subject: [{ from: 'CK:bloom', to: 'CK:flower' }],
        hierarchicalSubject: [{ from: 'CK|plants|bloom', to: 'CK|flower' }],
      },
      trace,
    );
    expect(text()).toBe(before.replace('+0.85', '-1.20'));
  });

  it('go where the new spelling stands there already, and come back to the byte', async () => {
    writeFileSync(sidecar, SOMEBODYS);
    await write('flower', 'fog');
    const before = text();
    const { trace, add, remove } = await respell({ subject: [{ from: 'CK:flower', to: 'CK:sea' }] });
    expect(subjects()).toEqual(['Família', 'CK:sea', 'CK:fog']);
    expect(add.subject).toEqual([]);
    expect(remove.subject).toEqual(['CK:flower']);
    await respell({}, trace);
    expect(text()).toBe(before);
  });

  it('become one where two of ours get the same spelling', async () => {
    await write('flower', 'fog', 'blossom');
    await respell({
      subject: [
        { from: 'CK:flower', to: 'CK:bloom' },
        { from: 'CK:blossom', to: 'CK:bloom' },
      ],
    });
    expect(subjects()).toEqual(['CK:bloom', 'CK:fog']);
  });

  it('may be exchanged for each other', async () => {
    await write('flower', 'fog');
    await respell({
      subject: [
        { from: 'CK:flower', to: 'CK:x' },
        { from: 'CK:fog', to: 'CK:flower' },
      ],
    });
    expect(subjects()).toEqual(['CK:x', 'CK:flower']);
  });

  it('are passed over where somebody took them out', async () => {
    writeFileSync(sidecar, SOMEBODYS);
    const result = await writer.respell({ sidecar, respell: FLOWER, takesBack: null });
    expect(result.status).toBe('unchanged');
    expect(text()).toBe(SOMEBODYS);
  });

  it('of a sidecar that is not there are nothing to do', async () => {
    expect((await writer.respell({ sidecar, respell: FLOWER, takesBack: null })).status).toBe('unchanged');
  });

  it('are told before', async () => {
    await write('flower');
    const before = text();
    const [change] = await writer.planRespelling([{ sidecar, respell: FLOWER, takesBack: null }]);
    expect(change).toMatchObject({ add: { subject: ['CK:bloom'] }, remove: { subject: ['CK:flower'] } });
    expect(text()).toBe(before);
  });

  it.each(['CK:a & b < c', 'CK:"x" \'y\'', 'CK:São Paulo 桜'])('may hold any letter: %s', async (to) => {
    await write('flower');
    const before = text();
    const { trace } = await respell({ subject: [{ from: 'CK:flower', to }] });
    expect(subjects()).toEqual([to]);
    await respell({}, trace);
    expect(text()).toBe(before);
  });

  it.each([
    { form: 'attribute', content: `<rdf:Description rdf:about="" dc:subject='CK:flower'/>` },
    {
      form: 'text',
      content: '<rdf:Description rdf:about=""><dc:subject>CK:flower</dc:subject></rdf:Description>',
    },
  ])('change as $form of one keyword, as some programs keep it', async ({ content }) => {
    const whole = `<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:dc="http://purl.org/dc/elements/1.1/">${content}</rdf:RDF>`;
    writeFileSync(sidecar, whole);
    const to = 'CK:it\'s "b" & c';
    const { trace } = await respell({ subject: [{ from: 'CK:flower', to }] });
    expect(subjects()).toEqual([to]);
    await respell({}, trace);
    expect(text()).toBe(whole);
  });

  it('are refused with a character that XMP cannot hold, and nothing is written', async () => {
    await write('flower');
    const before = text();
    const respell = { subject: [{ from: 'CK:flower', to: 'CK:a\u0007' }] };
    expect(await writer.respell({ sidecar, respell, takesBack: null })).toMatchObject({
      status: 'failed',
      reason: expect.stringContaining('control character'),
    });
    expect(text()).toBe(before);
  });
});

describe('an undo of everything after a respelling', () => {
  it('gives back the bytes before our first write', async () => {
    writeFileSync(sidecar, SOMEBODYS);
    const first = await write('flower', 'fog');
    const second = await respell(FLOWER);
    await remove(
      {
        subject: ['CK:bloom', 'CK:fog'],
        hierarchicalSubject: ['CK|plants|bloom', 'CK|fog'],
      },
      [second.trace, first.trace],
    );
    expect(text()).toBe(SOMEBODYS);
  });

  it('takes one keyword out and leaves the respelled one', async () => {
    writeFileSync(sidecar, SOMEBODYS);
    const first = await write('flower', 'fog');
    const second = await respell(FLOWER);
    const third = await remove(lists('fog'), [second.trace, first.trace]);
    expect(subjects()).toEqual(['Família', 'CK:sea', 'CK:bloom']);
    await remove({ subject: ['CK:bloom'], hierarchicalSubject: ['CK|plants|bloom'] }, [
      third.trace,
      second.trace,
      first.trace,
    ]);
    expect(text()).toBe(SOMEBODYS);
  });

  it('ends where respellings were taken back and done again', async () => {
    const first = await write('flower');
    const second = await respell(FLOWER);
    const third = await respell({}, second.trace);
    const fourth = await respell(FLOWER);
    const change = await remove(
      { subject: ['CK:bloom'], hierarchicalSubject: ['CK|plants|bloom'] },
      [fourth.trace, third.trace, second.trace, first.trace],
      true,
    );
    expect(change.deletes).toBe(true);
  });

  it('gives back the bytes before where two of ours had become one', async () => {
    writeFileSync(sidecar, SOMEBODYS);
    const first = await write('flower', 'bloom');
    const second = await respell({
      subject: [{ from: 'CK:flower', to: 'CK:bloom' }],
      hierarchicalSubject: [{ from: 'CK|flower', to: 'CK|bloom' }],
    });
    expect(subjects()).toEqual(['Família', 'CK:sea', 'CK:bloom']);
    await remove(lists('bloom'), [second.trace, first.trace]);
    expect(text()).toBe(SOMEBODYS);
  });
});
