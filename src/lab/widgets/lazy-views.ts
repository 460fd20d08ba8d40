import { lazy } from 'react';

// Views are fetched when first shown, which keeps JupyterLab's start fast.

export const RunsView = lazy(async () => ({
  default: (await import('../../views/runs/RunsView.js')).RunsView
}));

export const RunView = lazy(async () => ({
  default: (await import('../../views/run/RunView.js')).RunView
}));

export const CompareView = lazy(async () => ({
  default: (await import('../../views/compare/CompareView.js')).CompareView
}));

export const RegistryView = lazy(async () => ({
  default: (await import('../../views/registry/RegistryView.js')).RegistryView
}));
