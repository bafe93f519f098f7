import type { ListedObject, ObjectStore } from './objects';

/** S3 of the function's own region. The SDK is loaded only when it is used: the function that sees a database never does. */
export class S3Store implements ObjectStore {
  public async *list(bucket: string): AsyncIterable<ListedObject> {
    const { ListObjectsV2Command, S3Client } = await import('@aws-sdk/client-s3');
    const client = new S3Client({});
    let token: string | undefined;
    do {
      const page = await client.send(new ListObjectsV2Command({ Bucket: bucket, ContinuationToken: token }));
      for (const { Key: key, Size: size } of page.Contents ?? []) {
        yield { key: key!, size: size! };
      }
      token = page.NextContinuationToken;
    } while (token !== undefined);
  }

  public async read(bucket: string, key: string): Promise<AsyncIterable<Uint8Array>> {
    const { GetObjectCommand, S3Client } = await import('@aws-sdk/client-s3');
    const { Body: body } = await new S3Client({}).send(new GetObjectCommand({ Bucket: bucket, Key: key }));
    return body as AsyncIterable<Uint8Array>;
  }
}
