/** How the period went: a step for each deal that counted, the dashed line of what is expected, and today. */
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { targetCourseQuery, type SalesTarget, type TargetCourse } from '@/api/targets';
import { useElementSize } from '@/ui/controls';
import { anchorsAt, expectedLine, namedDays, reachedLine, scaleOf, type Scale } from './chart';
import { Table } from './Table';
import { useGoalWords, type GoalWords } from './useGoalWords';
import { Failed, Waiting } from './States';
import classes from './Course.module.css';

const HEIGHT = 160;
const ABOVE = 38;
const BELOW = 22;
/** Beyond so many, dots are a smear. */
const MOST_DOTS = 80;

interface Drawn {
  target: SalesTarget;
  course: TargetCourse;
  scale: Scale;
  words: GoalWords;
}

function Levels({ target, scale, words, width }: Drawn & { width: number }) {
  return scale.levels.map((level) => (
    <g key={level} transform={`translate(0 ${scale.y(level)})`}>
      <line className={classes.level} x2={width} />
      <text className={classes.label} x={-8} dy="0.35em" textAnchor="end">{words.figure(target, level)}</text>
    </g>
  ));
}

function Days({ course, scale, words }: Drawn) {
  return namedDays(course).map((day, place) => (
    <text key={day} className={classes.label} x={scale.x(day)} y={HEIGHT + 17} textAnchor={place === 0 ? 'start' : 'middle'}>
      {place === 0 || course.last_on > `${course.starts_on.slice(0, 7)}-31` ? words.day(day) : Number(day.slice(8))}
    </text>
  ));
}

function Today({ x, anchor }: { x: number; anchor: 'start' | 'end' }) {
  const { t } = useTranslation();
  return (
    <g className={classes.today}>
      <line x1={x} x2={x} y1={-32} y2={HEIGHT} />
      <text x={anchor === 'end' ? x - 6 : x + 6} y={-24} textAnchor={anchor}>{t('goals.today')}</text>
    </g>
  );
}

function Drawing({ target, course, words }: Omit<Drawn, 'scale'>) {
  const { t } = useTranslation();
  const { ref, width: room } = useElementSize();
  const { number, reached, pace } = target.period;
  const longest = Math.max(...[number, reached].map((each) => words.figure(target, each).length));
  const beside = 14 + longest * 7;
  const width = Math.max(room - beside - 14, 120);
  const scale = scaleOf(course, number, { width, height: HEIGHT });
  const drawn = { target, course, scale, words };
  const today = course.today === null ? null : scale.x(course.today);
  const anchors = anchorsAt(today ?? 0, width);
  const about = t('goals.chart', {
    what: words.short(target),
    period: words.period(course, target),
    reached: words.reached(target),
    expected: pace === null ? '' : words.figure(target, pace.expected),
    has: pace === null ? 'none' : 'some',
  });
  return (
    <div ref={ref} className={classes.frame}>
      <svg width="100%" height={HEIGHT + ABOVE + BELOW} role="img" aria-label={about}>
        <g transform={`translate(${beside} ${ABOVE})`}>
          <Levels {...drawn} width={width} />
          <path className={classes.expected} d={expectedLine(course, scale)} />
          <text className={classes.label} x={anchors.goal === 'end' ? width : 0} y={scale.y(number) - 6} textAnchor={anchors.goal}>{t('goals.number', { number: words.figure(target, number) })}</text>
          {today !== null && <Today x={today} anchor={anchors.today} />}
          <path className={classes.reached} d={reachedLine(course, scale)} />
          {course.reached.length <= MOST_DOTS && course.reached.map(({ at, on, value, opportunity_id: id }) => <circle key={`${at} ${id}`} className={classes.dot} cx={scale.x(on)} cy={scale.y(value)} r={4.5} />)}
          <Days {...drawn} />
        </g>
      </svg>
    </div>
  );
}

function Steps({ target, course, words }: Omit<Drawn, 'scale'>) {
  const { t } = useTranslation();
  return (
    <Table
      summary={t('goals.asTable')}
      heads={[t('goals.day'), t('goals.deal'), t('goals.soFar')]}
      rows={course.reached.map(({ at, on, value, opportunity_id: id, name }) => ({ key: `${at} ${id}`, cells: [words.day(on), name ?? t('goals.hiddenDeal'), words.figure(target, value)] }))}
      nothing={t('goals.nothingCounted')}
    />
  );
}

export function Course({ target, on }: { target: SalesTarget; on: string | null }) {
  const words = useGoalWords();
  const { data: course, error, refetch } = useQuery(targetCourseQuery(target.id, on));
  if (course === undefined) return error === null ? <Waiting height={HEIGHT} /> : <Failed error={error} onAgain={() => void refetch()} />;
  return (
    <>
      <Drawing target={target} course={course} words={words} />
      <Steps target={target} course={course} words={words} />
    </>
  );
}
