/** What `trackbook server --help` prints. */
export const serverHelp = `Usage: trackbook server [options]

Runs the tracking server, which takes the flags of 'mlflow server'. Those that have
no meaning here are accepted and have no effect. 'trackbook ui' is the same.

Options
  --backend-store-uri URI      sqlite:///file.db (without it sqlite:///trackbook.db), or
                               postgresql://user:password@host/database
  --artifacts-destination URI  folder or s3://bucket/prefix that the server keeps
                               artifacts in (./mlartifacts)
  --default-artifact-root URI  where new experiments keep artifacts
                               (mlflow-artifacts:/)
  --artifact-roots A,B         further places whose artifacts the page may show
  --no-serve-artifacts         let clients reach artifacts by themselves
  --host, -h HOST              where to listen (127.0.0.1)
  --port, -p PORT              (5000)
  --allowed-hosts A,B          names by which the server may be called, beside local ones
  --cors-allowed-origins A,B   origins of pages that may call it, beside local ones
  --token-file FILE            a bearer token that every request must carry
  --log-level LEVEL            how much to log (warn)
  --log-format json|pretty     (pretty in a terminal)
  --help                       this text
`;
