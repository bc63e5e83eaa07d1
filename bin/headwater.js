#!/usr/bin/env node
void require("../dist/bundle/start.cjs").start(process.argv.slice(2));
