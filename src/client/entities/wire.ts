/** A reply as other MLflow servers may send it: a field that has its default can be missing. */
export type Wire<Reply> = Reply extends (infer Item)[]
  ? Wire<Item>[]
  : Reply extends object
    ? { [Field in keyof Reply]?: Wire<Reply[Field]> }
    : Reply;
