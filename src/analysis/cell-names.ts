/** What a cell does with names; each list is sorted and names nothing twice. */
export interface CellNames {
  /** Names that the cell leaves bound, at least on some way through it. */
  defines: string[];
  /** Names that the cell needs from outside itself, at least on some way; no builtins. */
  uses: string[];
  /** Names from outside whose object the cell may change: `x.append(1)`, `x[0] = 1`, `x.a = 1`, `f(x)`. */
  mutates: string[];
  /** Names that the cell takes away, at least on some way. */
  deletes: string[];
  /** Names that imports bind. `*module` stands for all that a module has, or that a script leaves behind. */
  imports: string[];
}

/** What calling a function needs and does, when it is called and not where it is defined. */
export interface LateNames {
  reads: Set<string>;
  /** Names whose object a call may change, and whether that is certain. */
  changes: Map<string, boolean>;
  /** Names that a call binds, by `global`. */
  binds: Set<string>;
}

/** An object that the value of a name holds on to. */
export interface Held {
  name: string;
  /**
   * A change of the `whole` changes the value and the other way round, one of the value may change what
   * it is a `part` of, and of its `maker` it only needs what methods need when called.
   */
  as: 'whole' | 'part' | 'maker';
}

/** All that is known of a cell from its source; a slice is made of these. */
export interface CellAnalysis extends CellNames {
  /** Builtins that it reads, of which another cell may have made something else. */
  builtins: readonly string[];
  /** Names that are bound or taken away on every way, so that earlier values no longer matter. */
  overwrites: ReadonlySet<string>;
  /** Names without which the cell cannot have run to its end. */
  needs: ReadonlySet<string>;
  /** Names in `mutates` of which it is certain. */
  surelyMutates: ReadonlySet<string>;
  /** Names that are functions, classes or imports: being passed around does not change them. */
  fixed: ReadonlySet<string>;
  /** What calls of the functions, and of methods of the classes, that a name stands for need. */
  functions: ReadonlyMap<string, LateNames>;
  /** What the values of the names in `defines` hold on to. */
  holds: ReadonlyMap<string, readonly Held[]>;
}
