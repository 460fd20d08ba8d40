/** Why a database that holds the tables of another program is refused, and what to give `instead`. */
export const foreignDatabase = (isMlflows: boolean, instead: string): string =>
  isMlflows
    ? `it is MLflow's, which is left as it is. Give --backend-store-uri ${instead}, and bring what is in MLflow's there with 'trackbook import'.`
    : `it holds the tables of another program. Give --backend-store-uri ${instead}, or one of Trackbook.`;
