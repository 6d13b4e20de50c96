export { chromiumLaunchOptions } from './chromium-launch-options.ts';
export { isolationHeaders } from './isolation-headers.ts';
export { launchChromium } from './launch-chromium.ts';
export { softwareVulkan } from './software-vulkan.ts';
