export {
  type InstalledTfjsOptions,
  installedTfjsBackend,
} from './tfjs/installed/installed-tfjs-backend.ts';
