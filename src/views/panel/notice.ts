/** Something the user should know, and what can be done about it. */
export type Notice = {
  level: 'info' | 'warning' | 'error';
  title: string;
  /** A sentence or two on what to do. */
  advice?: string;
  /** What the other side said, word for word. */
  details?: string;
};
