/** What is used of the SDK, which the runtime brings along: https://docs.aws.amazon.com/AWSJavaScriptSDK/v3/latest/client/s3/ */
declare module '@aws-sdk/client-s3' {
  interface ListObjectsV2Output {
    readonly Contents?: { readonly Key?: string; readonly Size?: number }[];
    readonly NextContinuationToken?: string;
  }
  interface Command<Output> {
    readonly output?: Output;
  }
  export class ListObjectsV2Command implements Command<ListObjectsV2Output> {
    constructor(input: { Bucket: string; ContinuationToken?: string });
  }
  export class GetObjectCommand implements Command<{ readonly Body?: unknown }> {
    constructor(input: { Bucket: string; Key: string });
    readonly output?: { readonly Body?: unknown };
  }
  export class S3Client {
    constructor(config: object);
    send(command: GetObjectCommand): Promise<{ readonly Body?: unknown }>;
    send(command: ListObjectsV2Command): Promise<ListObjectsV2Output>;
  }
}
