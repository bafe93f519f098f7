import { all, demand, type Rule, type Value, type Verdict } from '../../rule';

/** Capabilities that are as good as root on the host. */
const POWERS = ['ALL', 'SYS_ADMIN', 'SYS_MODULE', 'SYS_PTRACE', 'SYS_RAWIO', 'NET_ADMIN', 'DAC_READ_SEARCH', 'BPF'];

export const EcsTaskNotPrivileged: Rule = {
  id: 'EcsTaskNotPrivileged',
  title: 'No container has the powers of its host.',
  why: 'A privileged container reads the memory, disks and credentials of every other one on its host.',
  mend: 'Leave Privileged out, add no strong capabilities, and share neither the network, process nor IPC space of the host.',
  controls: ['OPS5'],
  references: ['https://docs.aws.amazon.com/securityhub/latest/userguide/ecs-controls.html#ecs-4'],
  types: ['AWS::ECS::TaskDefinition'],
  check: (task) => all([
    ...['NetworkMode', 'PidMode', 'IpcMode'].map((key) => demand(task.at(key), ({ text }) => text !== 'host', `${key} is that of the host`)),
    ...task.at('ContainerDefinitions').items.map(verdict),
  ]),
};

function verdict(container: Value): Verdict {
  return all([
    demand(container.at('Privileged'), (value) => !value.isTrue, 'a container is privileged'),
    ...container.at('LinuxParameters', 'Capabilities', 'Add').items.map((power) => demand(power, ({ text }) => !POWERS.includes(text ?? ''), `a container has the capability ${power.text}`)),
  ]);
}
