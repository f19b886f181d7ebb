import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { bundledExiftool, type ExiftoolCommand } from './bundled-exiftool.ts';

/**
 * The real exiftool with a fault: it dies of files with `killer` in their name, hangs at `hanger` and leaves at
 * `leaver`. At `teller` it says the number of its process: `pid 123`.
 * @param folder for its script.
 */
export function faultyExiftool(folder: string): ExiftoolCommand {
  const bundled = bundledExiftool();
  const faulty = join(folder, 'faulty-exiftool');
  writeFileSync(
    faulty,
    `$0 = '${bundled.script}';
     unshift @INC, '${join(bundled.script, '../lib')}';
     require Image::ExifTool;
     my $extract = \\&Image::ExifTool::ExtractInfo;
     no warnings 'redefine';
     *Image::ExifTool::ExtractInfo = sub {
       my $name = defined $_[0]{FILENAME} ? $_[0]{FILENAME} : '';
       kill 'SEGV', $$ if $name =~ /killer/;
       sleep 1000 if $name =~ /hanger/;
       exit 3 if $name =~ /leaver/;
       print "pid $$\\n" if $name =~ /teller/;
       return &$extract(@_);
     };
     do $0 or die $@;`,
  );
  return { ...bundled, script: faulty };
}
