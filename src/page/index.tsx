import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import '../../style/views.css';
import './page.css';
import { App } from './App.js';
import { pageClient } from './page-client.js';

createRoot(document.getElementById('trackbook')!).render(
  <StrictMode>
    <App client={pageClient()} />
  </StrictMode>
);
