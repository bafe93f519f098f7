import { deniesPlaintext, type Rule, violation } from '../../rule';

export const EfsFileSystemTlsOnly: Rule = {
  id: 'EfsFileSystemTlsOnly',
  title: 'A file system refuses to be mounted without TLS.',
  why: 'NFS is plain text: files would cross the network readable.',
  mend: 'Add a statement to FileSystemPolicy that denies everything to everybody when aws:SecureTransport is false.',
  controls: ['ENC3'],
  references: ['https://docs.aws.amazon.com/efs/latest/ug/iam-access-control-nfs-efs.html'],
  types: ['AWS::EFS::FileSystem'],
  check: (system) => (system.at('FileSystemPolicy').absent ? violation('no policy denies mounting without TLS', system.at('FileSystemPolicy'))
    : deniesPlaintext(system.at('FileSystemPolicy'), 'elasticfilesystem:ClientMount')),
};
