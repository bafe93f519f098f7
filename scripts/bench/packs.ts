/**
 * Loaded before an app, keeps only the pack that BENCH_PACK names (none if it is empty), and prints how long it took in
 * milliseconds: the first time, with all that it loads on the way, and a second time on the same assembly.
 */
import { Validations, type IPolicyValidationPlugin } from 'aws-cdk-lib/core';

const addPlugins = Validations.prototype.addPlugins;

Validations.prototype.addPlugins = function (this: Validations, ...plugins: IPolicyValidationPlugin[]) {
  const kept = plugins.filter((plugin) => plugin.name === process.env.BENCH_PACK);
  kept.forEach((plugin) => {
    const validate = plugin.validate.bind(plugin);
    plugin.validate = (context) => {
      const times = [0, 1].map(() => {
        const started = process.hrtime.bigint();
        validate(context);
        return Number(process.hrtime.bigint() - started) / 1e6;
      });
      console.log(`BENCH ${JSON.stringify(times)}`);
      return { success: true, violations: [] };
    };
  });
  return addPlugins.apply(this, kept);
};
