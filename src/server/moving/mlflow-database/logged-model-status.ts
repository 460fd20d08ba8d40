/** How MLflow's database writes the status of a logged model: as a place in this list. */
export const loggedModelStatuses = [
  'LOGGED_MODEL_STATUS_UNSPECIFIED',
  'LOGGED_MODEL_PENDING',
  'LOGGED_MODEL_READY',
  'LOGGED_MODEL_UPLOAD_FAILED'
] as const;
