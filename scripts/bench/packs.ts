/**
 * Loaded before an app, keeps only the pack that BENCH_PACK names (none if it is empty; ours without its proofs), and prints how long it took in
 * milliseconds: the first time, with all that it loads on the way, and a second time on the same assembly.
 */
import { PROPERTIES } from '../../lib/checks/proofs/properties';
import { Validations, type IPolicyValidationPlugin } from 'aws-cdk-lib/core';

const addPlugins = Validations.prototype.addPlugins;

Validations.prototype.addPlugins = function (this: Validations, ...plugins: IPolicyValidationPlugin[]) {
  const kept = plugins.filter((plugin) => plugin.name === process.env.BENCH_PACK);
  kept.forEach((plugin) => {
    const validate = plugin.validate.bind(plugin);
    plugin.validate = (context) => {
      // The proofs have a budget of their own: AwsSolutions has nothing to compare them with. Until now exceptions name them.
      (PROPERTIES as unknown[]).length = 0;
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
