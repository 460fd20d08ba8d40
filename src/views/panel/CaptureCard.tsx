import { Duration } from './Duration.js';
import { JustTracked } from './JustTracked.js';
import { NoticeBox } from './NoticeBox.js';
import type { Run } from '../../client/index.js';
import { useNavigation } from '../common/navigation.js';
import { useTranslation } from '../common/translation.js';
import type { NotebookCapture, PanelActions } from './panel-props.js';
import { useLasting } from './use-lasting.js';
import { ValuesPolicySelect } from './ValuesPolicySelect.js';

type CaptureCardProps = {
  capture: NotebookCapture;
  /** The run that a busy kernel works on, as far as the server knows. */
  inProgress: Run | null;
  /** The panel says so: then it is no news that the kernel does not reach it, either. */
  isServerAway: boolean;
  actions: PanelActions;
};

/** What each tracked cell has to send is sent in less. */
const USUAL_WAIT = 2_000;

/** The notebook in front: whether it is recorded, and the buttons for it. */
export function CaptureCard(props: CaptureCardProps) {
  const { capture, inProgress, isServerAway, actions } = props;
  const trans = useTranslation();
  const {
    notebook,
    notice,
    recording,
    isSwitching,
    pending,
    isConnected,
    error
  } = capture;
  const isHeldUp = useLasting(pending > 0, USUAL_WAIT) || !isConnected;
  return (
    <div
      className={`jp-TrackbookCapture ${recording ? 'jp-mod-recording' : ''}`}
      data-state={recording ? 'recording' : notice ? 'unavailable' : 'ready'}
    >
      <div className="jp-TrackbookCapture-notebook" title={notebook}>
        {notebook.split('/').pop()}
      </div>
      {notice ? (
        <NoticeBox
          notice={notice}
          onRetry={capture.canReconnect ? actions.onReconnectKernel : undefined}
        />
      ) : (
        <div className="jp-TrackbookCapture-buttons">
          <button
            className="jp-TrackbookPanel-button jp-mod-record"
            aria-pressed={recording !== null}
            disabled={isSwitching}
            onClick={actions.onToggleRecording}
          >
            <span className="jp-TrackbookCapture-light" aria-hidden="true" />
            {recording ? trans.__('Stop') : trans.__('Record')}
          </button>
          {recording ? (
            <span className="jp-TrackbookCapture-progress" role="timer">
              <Duration since={recording.startedAt} />
              {' · '}
              {trans._n('%1 cell', '%1 cells', recording.count)}
            </span>
          ) : (
            <button
              className="jp-TrackbookPanel-button"
              onClick={actions.onTrackCell}
            >
              {trans.__('Track cell')}
            </button>
          )}
        </div>
      )}
      {capture.watchedLanguage !== null ? (
        <Watched language={capture.watchedLanguage} />
      ) : (
        <ValuesPolicySelect
          {...capture.valuesPolicy}
          onChoose={actions.onChooseValuesPolicy}
        />
      )}
      {inProgress && <InProgress run={inProgress} />}
      {capture.justTrackedRunId && (
        <JustTracked
          key={capture.justTrackedRunId}
          runId={capture.justTrackedRunId}
          onDiscard={actions.onDiscardRun}
        />
      )}
      {error && (isConnected || !isServerAway) && (
        <NoticeBox
          notice={{
            ...(isConnected
              ? { level: 'error', title: trans.__('Capture met a problem') }
              : {
                  level: 'warning',
                  title: trans.__('The kernel does not reach the server')
                }),
            details: error
          }}
        />
      )}
      {pending > 0 && isHeldUp && (
        <div className="jp-TrackbookCapture-pending" role="status">
          {capture.watchedLanguage !== null
            ? trans._n(
                '%1 event waits in this page to be sent: keep it open',
                '%1 events wait in this page to be sent: keep it open',
                pending
              )
            : trans._n(
                '%1 event waits on disk to be sent',
                '%1 events wait on disk to be sent',
                pending
              )}
        </div>
      )}
    </div>
  );
}

/** What is different where the kernel cannot capture itself. */
function Watched({ language }: { language: string }) {
  const trans = useTranslation();
  return (
    <p className="jp-TrackbookPanel-empty">
      {trans.__(
        'Cells in %1 are captured by this page: keep it open while they run. Log their params and metrics below, by hand.',
        language
      )}
    </p>
  );
}

function InProgress({ run }: { run: Run }) {
  const trans = useTranslation();
  const { onOpenRun } = useNavigation();
  return (
    <div className="jp-TrackbookCapture-progress">
      {run.tags['trackbook.kind'] === 'recording'
        ? trans.__('Recording')
        : trans.__('Running')}{' '}
      <button
        className="jp-TrackbookPanel-link"
        onClick={() => onOpenRun(run.runId)}
      >
        {run.name}
      </button>
      {run.startedAt !== null && (
        <>
          {' · '}
          <Duration since={run.startedAt} />
        </>
      )}
    </div>
  );
}
