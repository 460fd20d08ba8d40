import { readS3Settings } from './s3-settings.js';

it('takes nothing from an empty environment', () => {
  expect(readS3Settings({})).toEqual({
    endpoint: undefined,
    region: undefined,
    addressing: 'auto',
    verifyTls: true,
    caBundle: undefined,
    bucketOwner: undefined,
    uploadArgs: {},
    direct: true,
    downloadSeconds: 300
  });
});

it("reads MLflow's variables before Amazon's", () => {
  const settings = readS3Settings({
    MLFLOW_S3_ENDPOINT_URL: 'https://s3.example.com',
    AWS_ENDPOINT_URL_S3: 'https://second',
    AWS_ENDPOINT_URL: 'https://third',
    AWS_DEFAULT_REGION: 'eu-west-1',
    MLFLOW_BOTO_CLIENT_ADDRESSING_STYLE: 'virtual',
    MLFLOW_S3_IGNORE_TLS: 'true',
    MLFLOW_S3_EXPECTED_BUCKET_OWNER: '123',
    MLFLOW_S3_UPLOAD_EXTRA_ARGS: '{"ServerSideEncryption": "AES256"}',
    MLFLOW_PRESIGNED_DOWNLOAD_URL_TTL_SECONDS: '60',
    TRACKBOOK_S3_PRESIGNED: 'false'
  });
  expect(settings).toEqual({
    endpoint: 'https://s3.example.com',
    region: 'eu-west-1',
    addressing: 'virtual',
    verifyTls: false,
    caBundle: undefined,
    bucketOwner: '123',
    uploadArgs: { ServerSideEncryption: 'AES256' },
    direct: false,
    downloadSeconds: 60
  });
});

it.each([
  ['MLFLOW_S3_ENDPOINT_URL', 's3.example.com'],
  ['MLFLOW_BOTO_CLIENT_ADDRESSING_STYLE', 'dns'],
  ['MLFLOW_S3_UPLOAD_EXTRA_ARGS', '{"ACL":'],
  ['MLFLOW_S3_UPLOAD_EXTRA_ARGS', '["ACL"]'],
  ['MLFLOW_PRESIGNED_DOWNLOAD_URL_TTL_SECONDS', '0'],
  ['MLFLOW_PRESIGNED_DOWNLOAD_URL_TTL_SECONDS', '604801'],
  ['MLFLOW_PRESIGNED_DOWNLOAD_URL_TTL_SECONDS', 'soon']
])('refuses %s=%s', (name, value) => {
  expect(() => readS3Settings({ [name]: value })).toThrow(value);
});
