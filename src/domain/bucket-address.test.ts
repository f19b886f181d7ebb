import { describe, expect, it } from 'vitest';
import { bucketAddressOf, bucketProblem, endpointProblem } from './bucket-address.ts';

describe('the address of a bucket', () => {
  it.each([
    ['s3://photos', { bucket: 'photos', prefix: '' }],
    ['s3://photos/', { bucket: 'photos', prefix: '' }],
    ['s3://my.photos/library/one', { bucket: 'my.photos', prefix: 'library/one' }],
    ['s3://photos/library/', { bucket: 'photos', prefix: 'library' }],
  ])('%s', (text, address) => {
    expect(bucketProblem(text)).toBeNull();
    expect(bucketAddressOf(text)).toEqual(address);
  });

  it.each([
    ['photos', /s3:\/\//],
    ['https://photos.example', /s3:\/\//],
    ['s3://', /an empty name/],
    ['s3://a', /not the name/],
    ['s3://key:secret@photos', /not the name/],
    ['s3://photos/a b', /prefix/],
    ['s3://photos/../other', /prefix/],
    ['s3://photos/a//b', /prefix/],
    ['s3://photos/?x', /prefix/],
  ])('is refused: %s', (text, says) => {
    expect(bucketProblem(text)).toMatch(says);
  });
});

describe('the address of a store of your own', () => {
  it.each(['https://minio.example:9000', 'http://127.0.0.1:3900', 'https://nas.example/s3/'])(
    '%s',
    (text) => {
      expect(endpointProblem(text)).toBeNull();
    },
  );

  it.each([
    ['minio.example:9000', /must be an address/],
    ['ftp://minio.example', /must be an address/],
    ['https://', /must be an address/],
    ['https://key:secret@minio.example', /AWS_SECRET_ACCESS_KEY/],
    ['https://key@minio.example', /AWS_SECRET_ACCESS_KEY/],
    ['https://minio.example/?token=x', /without \?/],
  ])('is refused: %s', (text, says) => {
    expect(endpointProblem(text)).toMatch(says);
  });
});
