import { all, compliant, open, violation, type Rule, type Value, type Verdict } from '../../rule';

export const EcsTaskImagePinned: Rule = {
  id: 'EcsTaskImagePinned',
  title: 'A container runs an image that was named exactly.',
  why: 'What "latest" means changes by itself: what runs is then not what was tested, scanned and approved.',
  mend: 'Name the image with its digest, or with a tag other than latest in a repository of immutable tags.',
  controls: ['OPS3'],
  references: ['https://docs.aws.amazon.com/AmazonECS/latest/bestpracticesguide/security-tasks-containers.html'],
  types: ['AWS::ECS::TaskDefinition'],
  check: (task) => all(task.at('ContainerDefinitions').items.map((container) => verdict(container.at('Image')))),
};

function verdict(image: Value): Verdict {
  // Open parts and references may hold any sign: they are cut short before the name after the last slash is taken apart.
  const text = (image.text ?? '').replace(/\$\{(\?)?[^}]*\}/g, '${$1}');
  const [name, tag] = text.slice(text.lastIndexOf('/') + 1).split(':');
  if (text.includes('@sha256:')) {
    return compliant(image);
  }
  if (tag === undefined || tag === '') {
    return name.includes('${?}') ? open(image) : violation(`${image.text} names no tag: it means latest`, image);
  }
  return tag.includes('${?}') ? open(image) : tag === 'latest' ? violation(`${image.text} changes by itself`, image) : compliant(image);
}
