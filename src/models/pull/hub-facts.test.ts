import { describe, expect, it } from 'vitest';
import { hubFacts } from './hub-facts.ts';

const COMMIT = 'd15189d7028b43f1d3e65039190477f6af591c2a';
const SHA256 = '583fd1110a514667812fee7d684952aaf82a99b959760c8d7dca7e0ab9839299';
const BLOB = 'bc1f77d20440541dd073ebae6f6c401087c7d34e';
const NOTHING = { bytes: null, sha256: null, gitSha1: null, commit: null };

describe('headers of a hub', () => {
  it.each([
    {
      what: 'the redirect of a large file',
      headers: {
        'x-repo-commit': COMMIT,
        'x-linked-etag': `"${SHA256}"`,
        'x-linked-size': '89117001',
        'content-length': '1101',
        etag: '"0123456789abcdef"',
      },
      isRedirect: true,
      expected: { bytes: 89_117_001, sha256: SHA256, gitSha1: null, commit: COMMIT },
    },
    {
      what: 'a small file',
      headers: { 'x-repo-commit': COMMIT, etag: `"${BLOB}"`, 'content-length': '2224119' },
      isRedirect: false,
      expected: { bytes: 2_224_119, sha256: null, gitSha1: BLOB, commit: COMMIT },
    },
    {
      what: 'a small file behind something that packs',
      headers: { 'x-repo-commit': COMMIT, etag: `W/"${BLOB.toUpperCase()}"`, 'content-length': '9' },
      isRedirect: false,
      expected: { bytes: 9, sha256: null, gitSha1: BLOB, commit: COMMIT },
    },
    {
      what: 'a plain web server, whose ETag says nothing of the bytes',
      headers: { etag: `"${SHA256}"`, 'content-length': '9' },
      isRedirect: false,
      expected: { ...NOTHING, bytes: 9 },
    },
    {
      what: 'the length of a redirect, which is not that of the file',
      headers: { 'content-length': '1101' },
      isRedirect: true,
      expected: NOTHING,
    },
    {
      what: 'the length of a packed answer, which is not that of the file',
      headers: { 'content-length': '9', 'content-encoding': 'gzip' },
      isRedirect: false,
      expected: NOTHING,
    },
    { what: 'nothing', headers: {}, isRedirect: false, expected: NOTHING },
    {
      what: 'nonsense',
      headers: { 'x-repo-commit': 'main', 'x-linked-etag': '"zz"', 'x-linked-size': '-1' },
      isRedirect: true,
      expected: NOTHING,
    },
  ])('reads $what', ({ headers, isRedirect, expected }) => {
    expect(hubFacts(new Headers(headers as Record<string, string>), isRedirect)).toEqual(expected);
  });
});
