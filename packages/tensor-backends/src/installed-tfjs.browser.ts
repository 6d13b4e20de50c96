export { installedTfjsBackend } from './tfjs/installed/installed-tfjs-backend.browser.ts';
