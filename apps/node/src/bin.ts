#!/usr/bin/env node
import { main } from './main.ts';

// TensorFlow, where it is installed and asked for, otherwise tells standard error what it was built for.
process.env.TF_CPP_MIN_LOG_LEVEL ??= '1';
process.exitCode = await main(process.argv.slice(2));
