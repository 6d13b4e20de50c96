export { parentPortTransport } from './parent-port-transport.ts';
export { workerThreadTransport } from './worker-thread-transport.ts';
