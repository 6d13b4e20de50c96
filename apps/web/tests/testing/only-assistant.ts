import { openAssistant } from 'slowfast-llava';

// A page that does nothing but open an assistant.
console.log(await openAssistant({ model: 'owner/name', device: 'auto' }));
