/** Python that loads a model in the way its flavors allow. */
export function loadingSnippet(
  uri: string,
  flavors: readonly string[]
): string {
  const native = flavors.find(flavor => flavor !== 'python_function');
  const lines = [
    'import mlflow',
    '',
    `model = mlflow.pyfunc.load_model("${uri}")`,
    'predictions = model.predict(data)'
  ];
  if (native) {
    lines.push(
      '',
      `# as the object that was logged`,
      `model = mlflow.${native}.load_model("${uri}")`
    );
  }
  return lines.join('\n');
}
