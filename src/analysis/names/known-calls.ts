/**
 * Nothing in Python's source says whether a call changes what it is called on or given. These are the
 * ones that notebooks are full of and whose answer is known; of any other, both may be changed.
 */
const words = (text: string) => new Set(text.trim().split(/\s+/));

/** By convention these names are modules, whose functions leave the module as it is. */
const MODULES = words(`
  np numpy pd pandas plt sns seaborn mpl matplotlib px go alt st math cmath os sys re json csv time
  datetime random itertools functools operator collections copy pickle joblib pathlib shutil glob
  logging warnings string statistics typing dataclasses subprocess urllib requests yaml toml gc
  mlflow sklearn scipy stats sm smf xgb xgboost lgb lightgbm catboost cb torch nn optim F tf keras jnp jax
  pl polars pa pq dask dd optuna hp tpe shap wandb skimage cv2 nltk spacy tqdm prefect io uuid hashlib
  metrics model_selection preprocessing linear_model ensemble
`);

/** Of modules: what changes the state that their other functions go by. */
const CHANGES_MODULE =
  /^(set_(?!tag)|seed$|manual_seed|use$|use_|reset_|autolog$|disable|enable|register|filterwarnings|simplefilter|basicConfig|chdir|putenv|rc$|rc_|setLevel|set$|style)/;

/** Functions of modules that change what they are given. */
const CHANGES_ARGUMENTS = words(`
  shuffle fill_diagonal put place copyto putmask put_along_axis heappush heappop heapify heapreplace
  heappushpop insort insort_left insort_right setattr delattr setitem delitem update_wrapper
  clip_grad_norm_
`);

/** Builtins and well-known functions that leave their arguments as they are. */
const HARMLESS_FUNCTIONS = words(`
  abs all any ascii bin bool bytes callable chr complex dict dir display divmod enumerate filter float
  format frozenset getattr hasattr hash help hex id input int isinstance issubclass iter len list map
  max min object oct open ord pow print range repr reversed round set slice sorted str sum super tuple
  type vars zip
  train_test_split confusion_matrix classification_report cross_val_score cross_validate
  cross_val_predict roc_curve precision_recall_curve learning_curve validation_curve clone
  permutation_importance
  deepcopy copy pprint sqrt log exp sin cos floor ceil infer_signature partial reduce chain product
  combinations permutations namedtuple dataclass asdict field tqdm trange
`);
const HARMLESS_NAMES = /(_score|_error|_loss|_scores|_distances|_similarity)$/;

/** Methods that leave their object as it is, unless told to work `inplace`. */
const HARMLESS_METHODS = words(`
  head tail describe info sample copy deepcopy groupby agg aggregate apply applymap map transform
  pipe merge join assign filter query eval sort_values sort_index reset_index set_index rename
  rename_axis reindex drop drop_duplicates dropna fillna ffill bfill interpolate replace astype
  convert_dtypes isin isna isnull notna notnull between where mask clip round abs sum mean median
  mode std var min max count nunique unique value_counts quantile idxmin idxmax cumsum cumprod
  cummax cummin diff shift pct_change rank corr corrwith cov rolling expanding ewm resample
  pivot_table melt stack unstack explode get_group nlargest nsmallest to_dict to_list tolist
  to_numpy to_frame to_csv to_parquet to_json to_excel to_sql to_pickle to_string to_markdown
  to_html to_latex to_datetime to_timestamp to_records itertuples iterrows iteritems memory_usage
  equals duplicated nsmallest total_seconds strftime isoformat date normalize tz_localize tz_convert
  plot hist boxplot
  predict predict_proba predict_log_proba decision_function score score_samples inverse_transform
  get_params get_feature_names_out get_feature_names get_booster get_score kneighbors
  get_support staged_predict apply_along_axis
  reshape ravel flatten transpose squeeze swapaxes argmax argmin argsort nonzero dot item any all
  tobytes repeat take cumsum prod ptp searchsorted trace diagonal conj detach cpu numpy size dim
  keys values items get index find rfind startswith endswith lower upper title capitalize strip
  lstrip rstrip split rsplit splitlines partition format format_map encode decode zfill ljust rjust
  center isdigit isalpha isalnum isnumeric isupper islower isspace casefold removeprefix removesuffix
  union intersection difference symmetric_difference issubset issuperset isdisjoint hex
  exists is_file is_dir with_suffix with_name read_text read_bytes resolve absolute relative_to
  glob rglob iterdir as_posix joinpath
  group groups groupdict span match search fullmatch findall finditer
  savefig get_figure best_trial importance plot_importance
  cat contains len extract
`);

/** Methods of which it is known that they change their object. */
const CHANGING_METHODS = words(`
  append extend insert remove pop popitem clear sort reverse update setdefault add discard
  appendleft popleft extendleft rotate difference_update intersection_update
  symmetric_difference_update fit fit_transform fit_predict partial_fit set_params
  set_index_inplace fill resize itemset setflags
  load_state_dict zero_grad backward step train eval_ requires_grad_ load_weights compile
  load_model optimize
`);

/** Methods that change their object, if at all, and not what they are given. */
const KEEPS_ARGUMENTS = words(`
  append extend insert remove update setdefault add discard appendleft extendleft count index
  fit fit_transform fit_predict partial_fit evaluate
  scatter bar barh hist imshow plot boxplot fill_between errorbar axhline axvline set_xlabel
  set_ylabel set_title legend set text annotate write writelines writerow writerows
  write_text write_bytes mkdir debug info warning error exception critical
  submit send format
`);
/** Methods that log or look something up leave all as it is. */
const HARMLESS_METHOD_NAMES = /^(log_|get_|search_|list_|is_|has_)/;

/** Parameters that take a function, which is called and not changed. */
const TAKES_FUNCTION = words(`
  fn func function key target algo objective callback converter converters default_factory dtype
  scoring metric hue x y columns by on
`);

/** Functions whose result leads to the very objects that they were given. */
const PASSES_ARGUMENTS = words('enumerate zip reversed iter list tuple sorted');
const PASSES_OBJECT = words('items values get ravel flatten flat');

/** Attributes whose values cannot be changed. */
const FIXED_ATTRIBUTES = words(
  'shape size ndim dtype dtypes columns index name empty value __name__ __class__ __version__ __doc__'
);

export const isFixedAttribute = (name: string): boolean =>
  FIXED_ATTRIBUTES.has(name);

export const isKnownModule = (name: string): boolean => MODULES.has(name);

/** `within` a module is an object of it: `sys.path.append` changes one, `np.append` does not. */
export const changesModule = (method: string, within: boolean): boolean =>
  CHANGES_MODULE.test(method) || (within && CHANGING_METHODS.has(method));

export const functionKeepsArguments = (name: string): boolean =>
  HARMLESS_FUNCTIONS.has(name) ||
  HARMLESS_NAMES.test(name) ||
  /^log_/.test(name) ||
  isConstructor(name);

export const moduleFunctionKeepsArguments = (name: string): boolean =>
  !CHANGES_ARGUMENTS.has(name);

export const methodKeepsObject = (method: string): boolean =>
  HARMLESS_METHODS.has(method) || HARMLESS_METHOD_NAMES.test(method);

export const methodChangesObject = (method: string): boolean =>
  CHANGING_METHODS.has(method);

export const methodKeepsArguments = (method: string): boolean =>
  HARMLESS_METHODS.has(method) ||
  KEEPS_ARGUMENTS.has(method) ||
  HARMLESS_METHOD_NAMES.test(method) ||
  HARMLESS_NAMES.test(method) ||
  isConstructor(method);

export const takesFunction = (parameter: string): boolean =>
  TAKES_FUNCTION.has(parameter);

export const passesArguments = (name: string): boolean =>
  PASSES_ARGUMENTS.has(name);

export const passesObject = (method: string): boolean =>
  PASSES_OBJECT.has(method);

/** Making an object of a class keeps what it is made of, and may hold on to it. `X_train` is no class. */
export const isConstructor = (name: string): boolean =>
  /^_*[A-Z][A-Za-z0-9]*[a-z][A-Za-z0-9]*$/.test(name);

/** Functions whose result holds on to what they are given, as objects of classes may. */
export const makesHolder = (name: string): boolean =>
  isConstructor(name) || name.startsWith('make_') || name === 'partial';
