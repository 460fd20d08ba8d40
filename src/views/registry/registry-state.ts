export type RegistryState = {
  model: string | null;
  version: string | null;
  /** A second version shown beside the first. */
  otherVersion: string | null;
};

export const initialRegistryState: RegistryState = {
  model: null,
  version: null,
  otherVersion: null
};
