import { expect, it } from 'vitest';
import { groupProblems, sidecarsNotWritten } from './group-problems.ts';

const problem = (name: string, reason: string) => ({
  original: `/photos/2014/${name}`,
  sidecar: `/photos/2014/${name}.xmp`,
  reason,
});

it('one reason is told once, whatever the names in it, the most frequent first', () => {
  const groups = groupProblems([
    problem('a.jpg', 'Not well-formed XML in line 3: no end tag.'),
    problem('b.jpg', 'No permission to write /photos/2014/b.jpg.xmp. Allow it.'),
    problem('c.jpg', 'No permission to write /photos/2014/c.jpg.xmp. Allow it.'),
    { original: '/photos/d.jpg', sidecar: null, reason: 'The folder /photos cannot be read.' },
  ]);
  expect(groups).toEqual([
    {
      reason: 'No permission to write the sidecar. Allow it.',
      originals: ['/photos/2014/b.jpg', '/photos/2014/c.jpg'],
    },
    { reason: 'Not well-formed XML in line 3: no end tag.', originals: ['/photos/2014/a.jpg'] },
    { reason: 'The folder its folder cannot be read.', originals: ['/photos/d.jpg'] },
  ]);
  expect(groupProblems([])).toEqual([]);
});

it('a sidecar that is written without one of its keywords is written, and one with two problems is one', () => {
  const problems = [
    problem('a.jpg', 'The keyword has a "|".'),
    problem('b.jpg', 'The keyword has a "|".'),
    problem('b.jpg', 'No permission.'),
  ];
  expect(sidecarsNotWritten(problems, new Set(['/photos/2014/a.jpg']))).toEqual(['/photos/2014/b.jpg']);
});
